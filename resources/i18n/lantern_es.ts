<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en_US">
<context>
    <name>AboutPage</name>
    <message>
        <source>Version {version}</source>
        <translation>Versión {version}</translation>
    </message>
    <message>
        <source>Lantern is free software under the Apache License 2.0. It works without internet and sends nothing anywhere unless you ask it to.</source>
        <translation>Lantern es software libre con licencia Apache 2.0. Funciona sin internet y no envía nada a ninguna parte si tú no se lo pides.</translation>
    </message>
    <message>
        <source>Libraries and their licences</source>
        <translation>Bibliotecas de software y sus licencias</translation>
    </message>
</context>
<context>
    <name>Account</name>
    <message>
        <source>An e-mail looks like name@example.org.</source>
        <translation>Un correo tiene esta forma: nombre@example.org.</translation>
    </message>
    <message>
        <source>At least {least} characters. Three or four words are easy to remember.</source>
        <translation>Al menos {least} caracteres. Tres o cuatro palabras son fáciles de recordar.</translation>
    </message>
    <message>
        <source>That is too long.</source>
        <translation>Es demasiado largo.</translation>
    </message>
    <message>
        <source>Type the address of your server.</source>
        <translation>Escribe la dirección de tu servidor.</translation>
    </message>
    <message>
        <source>Type your name, as others in your groups should see it.</source>
        <translation>Escribe tu nombre, tal como deben verlo en tus grupos.</translation>
    </message>
    <message>
        <source>Type your e-mail.</source>
        <translation>Escribe tu correo electrónico.</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>Escribe tu contraseña.</translation>
    </message>
    <message>
        <source>Three or four words are easy to remember and hard to guess.</source>
        <translation>Tres o cuatro palabras son fáciles de recordar y difíciles de adivinar.</translation>
    </message>
    <message>
        <source>Easy to guess. Make it longer: three or four words.</source>
        <translation>Fácil de adivinar. Hazla más larga: tres o cuatro palabras.</translation>
    </message>
    <message>
        <source>Could be guessed. Add another word.</source>
        <translation>Se podría adivinar. Añade otra palabra.</translation>
    </message>
    <message>
        <source>Good password.</source>
        <translation>Buena contraseña.</translation>
    </message>
    <message>
        <source>Strong password.</source>
        <translation>Contraseña segura.</translation>
    </message>
    <message>
        <source>You are signed in. Your library is on its way to your other computers.</source>
        <translation>Has iniciado sesión. Tu biblioteca va de camino a tus otros ordenadores.</translation>
    </message>
    <message>
        <source>You are signed out. Everything on this computer stays here.</source>
        <translation>Has cerrado sesión. Todo lo de este ordenador se queda aquí.</translation>
    </message>
    <message>
        <source>You are signed out on every device. Everything on this computer stays here.</source>
        <translation>Has cerrado sesión en todos los dispositivos. Todo lo de este ordenador se queda aquí.</translation>
    </message>
    <message>
        <source>Your account is deleted. Everything on this computer stays here.</source>
        <translation>Tu cuenta está eliminada. Todo lo de este ordenador se queda aquí.</translation>
    </message>
    <message>
        <source>Renamed.</source>
        <translation>Nombre cambiado.</translation>
    </message>
    <message>
        <source>That device is signed out.</source>
        <translation>Ese dispositivo ya no tiene la sesión iniciada.</translation>
    </message>
    <message>
        <source>Your password is changed. Other devices have to sign in again.</source>
        <translation>Tu contraseña ha cambiado. Los demás dispositivos tienen que iniciar sesión de nuevo.</translation>
    </message>
    <message>
        <source>We sent a mail to the new address. Open its link to finish; until then the old one stays.</source>
        <translation>Hemos enviado un mensaje a la dirección nueva. Abre su enlace para terminar; hasta entonces vale la de antes.</translation>
    </message>
    <message>
        <source>Your e-mail is changed. From now on sign in with the new one.</source>
        <translation>Tu correo ha cambiado. A partir de ahora inicia sesión con el nuevo.</translation>
    </message>
    <message>
        <source>The mail is on its way. Look into your spam folder too.</source>
        <translation>El correo va de camino. Mira también en la carpeta de spam.</translation>
    </message>
    <message>
        <source>If there is an account with this e-mail, a mail with a link is on its way.</source>
        <translation>Si existe una cuenta con este correo, un mensaje con un enlace va de camino.</translation>
    </message>
    <message>
        <source>Linked. From now on you can sign in with it.</source>
        <translation>Vinculada. Desde ahora puedes iniciar sesión con ella.</translation>
    </message>
    <message>
        <source>Unlinked. It no longer signs you in.</source>
        <translation>Desvinculada. Ya no sirve para iniciar sesión.</translation>
    </message>
    <message>
        <source>Your account has a password now. You can sign in with it and your e-mail.</source>
        <translation>Tu cuenta ya tiene contraseña. Puedes iniciar sesión con ella y tu correo.</translation>
    </message>
    <message>
        <source>Saved. The file holds everything the server has of you.</source>
        <translation>Guardado. El archivo contiene todo lo que el servidor tiene de ti.</translation>
    </message>
    <message>
        <source>Last seen {when}</source>
        <translation>Visto por última vez: {when}</translation>
    </message>
    <message>
        <source>Signed out · last seen {when}</source>
        <translation>Sesión cerrada · visto por última vez: {when}</translation>
    </message>
    <message>
        <source>This server does not offer it any more.</source>
        <translation>Este servidor ya no la ofrece.</translation>
    </message>
    <message>
        <source>Last used {when}</source>
        <translation>Usada por última vez: {when}</translation>
    </message>
</context>
<context>
    <name>AccountPage</name>
    <message>
        <source>Account</source>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Your library on all your computers</source>
        <translation>Tu biblioteca en todos tus ordenadores</translation>
    </message>
    <message>
        <source>Everything works without an account. An account puts your library on your other computers, and lets you share with groups.</source>
        <translation>Todo funciona sin cuenta. Una cuenta lleva tu biblioteca a tus otros ordenadores y te permite compartir con grupos.</translation>
    </message>
    <message>
        <source>Look into your mail</source>
        <translation>Mira tu correo</translation>
    </message>
    <message>
        <source>No mail? Look into your spam folder. Meanwhile everything goes on working here.</source>
        <translation>¿No hay correo? Mira en la carpeta de spam. Mientras tanto, todo sigue funcionando aquí.</translation>
    </message>
    <message>
        <source>I have opened the link: sign in</source>
        <translation>Ya he abierto el enlace: iniciar sesión</translation>
    </message>
    <message>
        <source>Change your e-mail</source>
        <translation>Cambiar tu correo</translation>
    </message>
    <message>
        <source>Change your password</source>
        <translation>Cambiar tu contraseña</translation>
    </message>
    <message>
        <source>Export my data</source>
        <translation>Exportar mis datos</translation>
    </message>
    <message>
        <source>Exporting your data</source>
        <translation>Exportando tus datos</translation>
    </message>
    <message>
        <source>E-mail, password and data</source>
        <translation>Correo, contraseña y datos</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Cerrar sesión</translation>
    </message>
    <message>
        <source>Sign out everywhere</source>
        <translation>Cerrar sesión en todas partes</translation>
    </message>
    <message>
        <source>Delete my account</source>
        <translation>Eliminar mi cuenta</translation>
    </message>
    <message>
        <source>Leaving</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Whichever you choose, what is on this computer stays on this computer.</source>
        <translation>Elijas lo que elijas, lo que hay en este ordenador se queda en este ordenador.</translation>
    </message>
    <message>
        <source>We sent a mail to {email}. Open the link in it, then come back and sign in.</source>
        <translation>Hemos enviado un correo a {email}. Abre su enlace, vuelve aquí e inicia sesión.</translation>
    </message>
    <message>
        <source>The export is one zip file with everything the server has of you, your files too.</source>
        <translation>La exportación es un archivo zip con todo lo que el servidor tiene de ti, también tus archivos.</translation>
    </message>
    <message>
        <source>The export is one zip file with everything the server has of you, your files too: about {size}.</source>
        <translation>La exportación es un archivo zip con todo lo que el servidor tiene de ti, también tus archivos: unos {size}.</translation>
    </message>
    <message>
        <source>Go on where you were</source>
        <translation>Seguir donde estabas</translation>
    </message>
    <message>
        <source>Zip file (*.zip)</source>
        <translation>Archivo zip (*.zip)</translation>
    </message>
    <message>
        <source>As people in your groups will see it.</source>
        <translation>Como lo verán en tus grupos.</translation>
    </message>
    <message>
        <source>Change your name</source>
        <translation>Cambiar tu nombre</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Tu nombre</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Rename a device</source>
        <translation>Cambiar el nombre de un dispositivo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar el nombre</translation>
    </message>
    <message>
        <source>Sign “{name}” out?</source>
        <translation>¿Cerrar la sesión de «{name}»?</translation>
    </message>
    <message>
        <source>It can no longer sync. Everything on it stays there, also what your groups shared and what was not yet sent. If the device is lost, somebody may still read that.</source>
        <translation>Ya no podrá sincronizar. Todo lo que hay en él se queda allí, también lo que compartieron tus grupos y lo que aún no se envió. Si el dispositivo se perdió, alguien todavía puede leerlo.</translation>
    </message>
    <message>
        <source>Sign out before everything is sent?</source>
        <translation>¿Cerrar la sesión antes de que se envíe todo?</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) made here have not reached the server. They stay on this computer, and are sent once you sign in here again.</source>
        <translation>
            <numerusform>%n cambio hecho aquí no ha llegado al servidor. Se queda en este ordenador y se envía cuando vuelvas a iniciar sesión aquí.</numerusform>
            <numerusform>%n cambios hechos aquí no han llegado al servidor. Se quedan en este ordenador y se envían cuando vuelvas a iniciar sesión aquí.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign out on every device?</source>
        <translation>¿Cerrar sesión en todos los dispositivos?</translation>
    </message>
    <message>
        <source>Also here. Each device keeps what is on it and syncs again once you sign in there.</source>
        <translation>También aquí. Cada dispositivo conserva lo que tiene y vuelve a sincronizar cuando inicies sesión en él.</translation>
    </message>
</context>
<context>
    <name>ActionBar</name>
    <message>
        <source>Choose nothing</source>
        <translation>No elegir nada</translation>
    </message>
</context>
<context>
    <name>AddressCard</name>
    <message>
        <source>Join with the PIN</source>
        <translation>Entrar con el PIN</translation>
    </message>
    <message>
        <source>Address on the teacher&apos;s screen</source>
        <translation>Dirección de la pantalla del docente</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>PIN, six digits</source>
        <translation>PIN, seis cifras</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>The address and the PIN stand on the teacher&apos;s screen.</source>
        <translation>La dirección y el PIN están en la pantalla del docente.</translation>
    </message>
    <message>
        <source>Type what stands on the teacher&apos;s screen: the address, then the PIN.</source>
        <translation>Escribe lo que pone en la pantalla del docente: la dirección y después el PIN.</translation>
    </message>
    <message>
        <source>PIN of “{title}”</source>
        <translation>PIN de «{title}»</translation>
    </message>
</context>
<context>
    <name>AdjustDialog</name>
    <message>
        <source>Correct: {meter}</source>
        <translation>Corregir: {meter}</translation>
    </message>
    <message>
        <source>Book the entry</source>
        <translation>Anotar</translation>
    </message>
    <message>
        <source>Nothing that was booked is changed: a new entry is added to the ledger, with your name in the audit log. The person sees the amount and the reason.</source>
        <translation>Nada de lo anotado cambia: se añade un apunte nuevo al libro, con tu nombre en el registro de auditoría. La persona ve la cantidad y el motivo.</translation>
    </message>
    <message>
        <source>Which way</source>
        <translation>En qué sentido</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Cantidad</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Such as: outage on Tuesday, as agreed by mail.</source>
        <translation>Por ejemplo: corte del martes, según lo acordado por correo.</translation>
    </message>
    <message>
        <source>Only {left} can be taken away: no more is left.</source>
        <translation>Solo se pueden quitar {left}: no queda más.</translation>
    </message>
</context>
<context>
    <name>Admin</name>
    <message>
        <source>Learner</source>
        <translation>Estudiante</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>Docente</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>Gestor</translation>
    </message>
    <message>
        <source>Administrator of a school</source>
        <translation>Administrador de un centro</translation>
    </message>
    <message>
        <source>Administrator of the server</source>
        <translation>Administrador del servidor</translation>
    </message>
    <message>
        <source>Entered here</source>
        <translation>Introducido aquí</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programa</translation>
    </message>
    <message>
        <source>Own server</source>
        <translation>Servidor propio</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Búsqueda por significado</translation>
    </message>
    <message>
        <source>Transcription</source>
        <translation>Transcripción</translation>
    </message>
    <message>
        <source>All plans</source>
        <translation>Todos los planes</translation>
    </message>
    <message>
        <source>The plan counts as it is now, for everybody who has it.</source>
        <translation>El plan ya vale así para quienes lo tienen.</translation>
    </message>
    <message>
        <source>The plan is as the program brings it.</source>
        <translation>El plan está como viene con el programa.</translation>
    </message>
    <message>
        <source>The new prices are entered. What was charged stays.</source>
        <translation>Los precios nuevos están anotados. Lo cobrado queda como estaba.</translation>
    </message>
    <message>
        <source>The margin counts from the next call on.</source>
        <translation>El margen vale desde la próxima llamada.</translation>
    </message>
    <message>
        <source>The model counts as it is now.</source>
        <translation>El modelo ya vale así.</translation>
    </message>
    <message>
        <source>What was edited of the model is gone.</source>
        <translation>Se han quitado los cambios del modelo.</translation>
    </message>
    <message>
        <source>The instructions count from the next call on.</source>
        <translation>Las instrucciones valen desde la próxima llamada.</translation>
    </message>
    <message>
        <source>The budget counts from now on.</source>
        <translation>El presupuesto vale desde ahora.</translation>
    </message>
    <message>
        <source>The role counts at the next thing they do.</source>
        <translation>El rol vale desde lo próximo que haga.</translation>
    </message>
    <message>
        <source>They are no longer of the school. The account stays.</source>
        <translation>Ya no es del centro. La cuenta se conserva.</translation>
    </message>
    <message>
        <source>The plan is given. Their devices hear of it at once.</source>
        <translation>El plan está dado. Sus dispositivos lo saben enseguida.</translation>
    </message>
    <message>
        <source>The account is suspended. Nothing of it is lost.</source>
        <translation>La cuenta está suspendida. No se pierde nada de ella.</translation>
    </message>
    <message>
        <source>The account may sign in again.</source>
        <translation>La cuenta puede volver a entrar.</translation>
    </message>
    <message>
        <source>The school is as it stands now.</source>
        <translation>El centro queda así.</translation>
    </message>
    <message>
        <source>The school is made.</source>
        <translation>El centro está creado.</translation>
    </message>
    <message>
        <source>Nobody of the school can use the server now.</source>
        <translation>Nadie del centro puede usar el servidor ahora.</translation>
    </message>
    <message>
        <source>The school can use the server again.</source>
        <translation>El centro puede usar el servidor otra vez.</translation>
    </message>
    <message>
        <source>The entry is booked.</source>
        <translation>El apunte está hecho.</translation>
    </message>
    <message>
        <source>Disputes restrict this account no more.</source>
        <translation>Las disputas ya no limitan esta cuenta.</translation>
    </message>
    <message>
        <source>The event was applied again.</source>
        <translation>El evento se ha aplicado otra vez.</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Plans, prices, models, corrections</source>
        <translation>Planes, precios, modelos, correcciones</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>Pagos</translation>
    </message>
    <message>
        <source>Roles, plans, suspensions</source>
        <translation>Roles, planes, suspensiones</translation>
    </message>
    <message>
        <source>Refused sign-ins</source>
        <translation>Entradas rechazadas</translation>
    </message>
    <message>
        <source>Schools</source>
        <translation>Centros</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>Account made</source>
        <translation>Cuenta creada</translation>
    </message>
    <message>
        <source>Account deleted</source>
        <translation>Cuenta eliminada</translation>
    </message>
    <message>
        <source>Administrator made</source>
        <translation>Administrador nombrado</translation>
    </message>
    <message>
        <source>Role, plan or suspension changed</source>
        <translation>Rol, plan o suspensión cambiados</translation>
    </message>
    <message>
        <source>Balance corrected</source>
        <translation>Saldo corregido</translation>
    </message>
    <message>
        <source>Plan changed</source>
        <translation>Plan cambiado</translation>
    </message>
    <message>
        <source>Plan as shipped again</source>
        <translation>Plan como de fábrica</translation>
    </message>
    <message>
        <source>Prices entered</source>
        <translation>Precios anotados</translation>
    </message>
    <message>
        <source>Margin changed</source>
        <translation>Margen cambiado</translation>
    </message>
    <message>
        <source>Model changed</source>
        <translation>Modelo cambiado</translation>
    </message>
    <message>
        <source>Model as shipped again</source>
        <translation>Modelo como de fábrica</translation>
    </message>
    <message>
        <source>Instructions changed</source>
        <translation>Instrucciones cambiadas</translation>
    </message>
    <message>
        <source>Budget changed</source>
        <translation>Presupuesto cambiado</translation>
    </message>
    <message>
        <source>Limits of a school changed</source>
        <translation>Límites de un centro cambiados</translation>
    </message>
    <message>
        <source>Payment event applied again</source>
        <translation>Evento de pago aplicado otra vez</translation>
    </message>
    <message>
        <source>Disputes settled</source>
        <translation>Disputas resueltas</translation>
    </message>
    <message>
        <source>Data exported</source>
        <translation>Datos exportados</translation>
    </message>
    <message>
        <source>Device signed out</source>
        <translation>Sesión de un dispositivo cerrada</translation>
    </message>
    <message>
        <source>Another e-mail asked for</source>
        <translation>Se pidió otro correo</translation>
    </message>
    <message>
        <source>E-mail changed</source>
        <translation>Correo cambiado</translation>
    </message>
    <message>
        <source>E-mail verified</source>
        <translation>Correo verificado</translation>
    </message>
    <message>
        <source>Invitation made</source>
        <translation>Invitación creada</translation>
    </message>
    <message>
        <source>Invitation withdrawn</source>
        <translation>Invitación retirada</translation>
    </message>
    <message>
        <source>Password changed</source>
        <translation>Contraseña cambiada</translation>
    </message>
    <message>
        <source>Wrong old password</source>
        <translation>Contraseña anterior incorrecta</translation>
    </message>
    <message>
        <source>Password set anew by mail</source>
        <translation>Contraseña nueva por correo</translation>
    </message>
    <message>
        <source>A used-up sign-in was tried again</source>
        <translation>Se reintentó una sesión ya gastada</translation>
    </message>
    <message>
        <source>Sign-in refused</source>
        <translation>Entrada rechazada</translation>
    </message>
    <message>
        <source>Signed out everywhere</source>
        <translation>Sesión cerrada en todas partes</translation>
    </message>
    <message>
        <source>School made</source>
        <translation>Centro creado</translation>
    </message>
    <message>
        <source>School changed</source>
        <translation>Centro cambiado</translation>
    </message>
    <message>
        <source>Joined a school</source>
        <translation>Se unió a un centro</translation>
    </message>
    <message>
        <source>Left a school</source>
        <translation>Dejó un centro</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Pendiente</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>Aplicado</translation>
    </message>
    <message>
        <source>Of no concern</source>
        <translation>Sin interés</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>Abandonado</translation>
    </message>
</context>
<context>
    <name>AdminModels</name>
    <message>
        <source>Off</source>
        <translation>Apagado</translation>
    </message>
    <message>
        <source>No prices</source>
        <translation>Sin precios</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Sin clave</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Ofrecido</translation>
    </message>
</context>
<context>
    <name>AdminPage</name>
    <message>
        <source>Plans</source>
        <translation>Planes</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Precios</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>Instrucciones</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Presupuesto</translation>
    </message>
    <message>
        <source>Schools</source>
        <translation>Centros</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>Pagos</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personas</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Auditoría</translation>
    </message>
    <message>
        <source>Part of administration</source>
        <translation>Parte de la administración</translation>
    </message>
    <message>
        <source>Here administrators of a server or a school look after it. Your account is not one.</source>
        <translation>Aquí los administradores de un servidor o de un centro se ocupan de él. Tu cuenta no lo es.</translation>
    </message>
    <message>
        <source>Open Account</source>
        <translation>Abrir Cuenta</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Administración</translation>
    </message>
</context>
<context>
    <name>AdminPart</name>
    <message>
        <source>Administration</source>
        <translation>Administración</translation>
    </message>
    <message>
        <source>You administer {place}</source>
        <translation>Administras {place}</translation>
    </message>
    <message>
        <source>Its people, plans, prices, models, payments and what happened.</source>
        <translation>Sus personas, planes, precios, modelos, pagos y lo que pasó.</translation>
    </message>
    <message>
        <source>Its people, and what happened.</source>
        <translation>Sus personas y lo que pasó.</translation>
    </message>
</context>
<context>
    <name>AdminPlans</name>
    <message>
        <source>Price of a month</source>
        <translation>Precio de un mes</translation>
    </message>
    <message>
        <source>Calls to the server a minute</source>
        <translation>Llamadas al servidor por minuto</translation>
    </message>
    <message>
        <source>AI tokens a month</source>
        <translation>Tokens de IA al mes</translation>
    </message>
    <message>
        <source>AI requests a day</source>
        <translation>Peticiones a la IA al día</translation>
    </message>
    <message>
        <source>Speaking with AI a month</source>
        <translation>Hablar con la IA al mes</translation>
    </message>
    <message>
        <source>Transcription on the server a month</source>
        <translation>Transcripción en el servidor al mes</translation>
    </message>
    <message>
        <source>Storage on the server</source>
        <translation>Espacio en el servidor</translation>
    </message>
    <message>
        <source>The largest file</source>
        <translation>El archivo más grande</translation>
    </message>
    <message>
        <source>Uploads a month</source>
        <translation>Subidas al mes</translation>
    </message>
    <message>
        <source>Shared resources a day</source>
        <translation>Recursos compartidos al día</translation>
    </message>
    <message>
        <source>People in a room</source>
        <translation>Personas en una sala</translation>
    </message>
    <message>
        <source>Rooms a day</source>
        <translation>Salas al día</translation>
    </message>
    <message>
        <source>Sessions a day</source>
        <translation>Sesiones al día</translation>
    </message>
    <message>
        <source>Matches a day</source>
        <translation>Emparejamientos al día</translation>
    </message>
    <message>
        <source>Skills</source>
        <translation>Habilidades</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>sin límite</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
</context>
<context>
    <name>AdminPrices</name>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>from the configuration</source>
        <translation>de la configuración</translation>
    </message>
    <message>
        <source>set here</source>
        <translation>puesto aquí</translation>
    </message>
    <message>
        <source>as for every plan of this model</source>
        <translation>como en todos los planes de este modelo</translation>
    </message>
    <message>
        <source>as for this plan with every model</source>
        <translation>como en este plan con todos los modelos</translation>
    </message>
    <message>
        <source>as for everything</source>
        <translation>como en todo</translation>
    </message>
    <message>
        <source>Version {number} · since {date} · {source}</source>
        <translation>Versión {number} · desde {date} · {source}</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <source>Read from the cache</source>
        <translation>Leído de la caché</translation>
    </message>
    <message>
        <source>Put into the cache, 5 minutes</source>
        <translation>Puesto en la caché, 5 minutos</translation>
    </message>
    <message>
        <source>Put into the cache, 1 hour</source>
        <translation>Puesto en la caché, 1 hora</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>One use of a provider’s tool</source>
        <translation>Un uso de una herramienta del proveedor</translation>
    </message>
    <message>
        <source>{input} in · {output} out</source>
        <translation>{input} entrada · {output} salida</translation>
    </message>
    <message>
        <source>From so many tokens of input</source>
        <translation>Desde tantos tokens de entrada</translation>
    </message>
    <message>
        <source>Remove this step</source>
        <translation>Quitar este tramo</translation>
    </message>
    <message>
        <source>from {count} tokens of input</source>
        <translation>desde {count} tokens de entrada</translation>
    </message>
    <message>
        <source>Every call</source>
        <translation>Toda llamada</translation>
    </message>
</context>
<context>
    <name>AiPage</name>
    <message>
        <source>Find models</source>
        <translation>Buscar modelos</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Probar conexión</translation>
    </message>
    <message>
        <source>No AI: quote my material</source>
        <translation>Sin IA: citar mi material</translation>
    </message>
    <message>
        <source>Lantern account</source>
        <translation>Cuenta de Lantern</translation>
    </message>
    <message>
        <source>Answers are written by</source>
        <translation>Quién escribe las respuestas</translation>
    </message>
    <message>
        <source>Through your account, with your own key, or by a model on this computer (Ollama, llama.cpp …). Your question and the passages found for it are sent to the one you choose. Without AI, answers quote your material and nothing is sent.</source>
        <translation>Con tu cuenta, con tu propia clave o con un modelo de este ordenador (Ollama, llama.cpp …). Tu pregunta y los pasajes encontrados para ella se envían a quien elijas. Sin IA, las respuestas citan tu material y no se envía nada.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>You are not signed in. Until you are, answers quote your material. Account, on the left, leads there.</source>
        <translation>No has iniciado sesión. Hasta que lo hagas, las respuestas citan tu material. Se hace en Cuenta, a la izquierda.</translation>
    </message>
    <message>
        <source>Your server offers no models, or is not reached now. Until it does, answers quote your material.</source>
        <translation>Tu servidor no ofrece modelos o no responde ahora. Mientras tanto, las respuestas citan tu material.</translation>
    </message>
    <message>
        <source>Counts on your plan&apos;s allowance of AI. The numbers are on the Usage page.</source>
        <translation>Cuenta en la IA de tu plan. Los números están en la página Uso.</translation>
    </message>
    <message>
        <source>Leave it empty for the provider&apos;s usual one.</source>
        <translation>Déjalo vacío para usar el habitual del proveedor.</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Dirección del servidor</translation>
    </message>
    <message>
        <source>Ollama: http://localhost:11434/v1</source>
        <translation>Ollama: http://localhost:11434/v1</translation>
    </message>
    <message>
        <source>The usual one</source>
        <translation>El habitual</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) found. Choose one in the list.</source>
        <translation>
            <numerusform>%n modelo encontrado. Elígelo en la lista.</numerusform>
            <numerusform>%n modelos encontrados. Elige uno en la lista.</numerusform>
        </translation>
    </message>
    <message>
        <source>Local or other server</source>
        <translation>Servidor local u otro</translation>
    </message>
    <message>
        <source>The provider names no models.</source>
        <translation>El proveedor no ofrece ningún modelo.</translation>
    </message>
    <message>
        <source>This server has no usual one: press Find models, then choose one in the list.</source>
        <translation>Este servidor no tiene uno habitual: pulsa Buscar modelos y elige uno de la lista.</translation>
    </message>
    <message>
        <source>None chosen yet</source>
        <translation>Ninguno elegido todavía</translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation>Preguntando…</translation>
    </message>
    <message>
        <source>{model} answers</source>
        <translation>{model} responde</translation>
    </message>
    <message>
        <source>It did not work</source>
        <translation>No ha funcionado</translation>
    </message>
</context>
<context>
    <name>AmountField</name>
    <message>
        <source>No limit</source>
        <translation>Sin límite</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Your material does not say this in so many words. Check it before you rely on it.</source>
        <translation>Tu material no dice esto con esas palabras. Compruébalo antes de fiarte.</translation>
    </message>
    <message>
        <source>Copy the answer with its sources</source>
        <translation>Copiar la respuesta con sus fuentes</translation>
    </message>
    <message>
        <source>Good answer</source>
        <translation>Buena respuesta</translation>
    </message>
    <message>
        <source>Bad answer</source>
        <translation>Mala respuesta</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Responder otra vez</translation>
    </message>
    <message>
        <source>Delete this answer</source>
        <translation>Borrar esta respuesta</translation>
    </message>
    <message>
        <source>Written by {engine}</source>
        <translation>Escrito por {engine}</translation>
    </message>
    <message>
        <source>From your material, without AI: the places that fit best, word for word.</source>
        <translation>De tu material, sin IA: los pasajes que mejor encajan, palabra por palabra.</translation>
    </message>
    <message>
        <source>Set up AI</source>
        <translation>Configurar la IA</translation>
    </message>
    <message>
        <source>Ask about everything</source>
        <translation>Preguntar sobre todo</translation>
    </message>
    <message>
        <source>Add a recording</source>
        <translation>Añadir una grabación</translation>
    </message>
    <message>
        <source>Not in your material</source>
        <translation>No está en tu material</translation>
    </message>
    <message numerus="yes">
        <source>%n underlined sentence(s) are not borne out by your material.</source>
        <translation>
            <numerusform>%n frase subrayada no está respaldada por tu material.</numerusform>
            <numerusform>%n frases subrayadas no están respaldadas por tu material.</numerusform>
        </translation>
    </message>
    <message>
        <source>See usage</source>
        <translation>Ver el uso</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>You stopped this answer.</source>
        <translation>Has detenido esta respuesta.</translation>
    </message>
    <message>
        <source>Lantern was closed while this was being written.</source>
        <translation>Lantern se cerró mientras se escribía esto.</translation>
    </message>
    <message>
        <source>Quote my material instead</source>
        <translation>Citar mi material en su lugar</translation>
    </message>
</context>
<context>
    <name>Ask</name>
    <message>
        <source>Page {page}</source>
        <translation>Página {page}</translation>
    </message>
    <message>
        <source>Strong match</source>
        <translation>Coincidencia alta</translation>
    </message>
    <message>
        <source>Good match</source>
        <translation>Coincidencia buena</translation>
    </message>
    <message>
        <source>Loose match</source>
        <translation>Coincidencia lejana</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Fuentes</translation>
    </message>
</context>
<context>
    <name>AskPage</name>
    <message>
        <source>Ask</source>
        <translation>Preguntar</translation>
    </message>
    <message>
        <source>Show or hide the chats</source>
        <translation>Mostrar u ocultar las conversaciones</translation>
    </message>
    <message>
        <source>More about this chat</source>
        <translation>Más sobre esta conversación</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Nueva conversación</translation>
    </message>
    <message>
        <source>Answer copied</source>
        <translation>Respuesta copiada</translation>
    </message>
    <message>
        <source>Find a chat</source>
        <translation>Buscar una conversación</translation>
    </message>
    <message>
        <source>Go to the question</source>
        <translation>Ir a la pregunta</translation>
    </message>
    <message>
        <source>Edit the last question</source>
        <translation>Editar la última pregunta</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>Copiar la última respuesta</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Responder otra vez</translation>
    </message>
    <message>
        <source>Scroll back</source>
        <translation>Desplazar hacia atrás</translation>
    </message>
    <message>
        <source>Scroll on</source>
        <translation>Desplazar hacia delante</translation>
    </message>
    <message>
        <source>Go to the latest message</source>
        <translation>Ir al último mensaje</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>New line in the question</source>
        <translation>Nueva línea en la pregunta</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Mayús+Intro</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>Detener la respuesta</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Rename the chat</source>
        <translation>Cambiar el nombre de la conversación</translation>
    </message>
    <message>
        <source>Delete the chat</source>
        <translation>Borrar la conversación</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Supr</translation>
    </message>
    <message>
        <source>Go to the next source</source>
        <translation>Ir a la fuente siguiente</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Searching your material…</source>
        <translation>Buscando en tu material…</translation>
    </message>
    <message numerus="yes">
        <source>Reading %n place(s)…</source>
        <translation>
            <numerusform>Leyendo %n pasaje…</numerusform>
            <numerusform>Leyendo %n pasajes…</numerusform>
        </translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Escribiendo…</translation>
    </message>
    <message>
        <source>The AI is busy. Trying again…</source>
        <translation>La IA está ocupada. Nuevo intento…</translation>
    </message>
    <message>
        <source>Deleted “{title}”</source>
        <translation>«{title}» borrado</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n message(s)</source>
        <translation>
            <numerusform>%n mensaje borrado</numerusform>
            <numerusform>%n mensajes borrados</numerusform>
        </translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
</context>
<context>
    <name>AssignmentPane</name>
    <message>
        <source>Handed in</source>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>Leave Lantern open while your class works, or open it again later: answers given without a connection are kept on the devices and arrive as soon as this computer can be reached.</source>
        <translation>Deja Lantern abierto mientras tu clase trabaja o vuelve a abrirlo más tarde: las respuestas dadas sin conexión se guardan en los dispositivos y llegan en cuanto se alcance este ordenador.</translation>
    </message>
    <message>
        <source>See the report so far</source>
        <translation>Ver el informe hasta ahora</translation>
    </message>
    <message>
        <source>Until {time}</source>
        <translation>Hasta {time}</translation>
    </message>
    <message>
        <source>{done} of {all} have handed in</source>
        <translation>{done} de {all} han entregado</translation>
    </message>
    <message>
        <source>Nobody has opened it yet.</source>
        <translation>Aún no lo ha abierto nadie.</translation>
    </message>
</context>
<context>
    <name>AssignmentView</name>
    <message>
        <source>How sure are you?</source>
        <translation>¿Qué seguridad tienes?</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Hand in</source>
        <translation>Entregar</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>respondida</translation>
    </message>
    <message>
        <source>open</source>
        <translation>abierta</translation>
    </message>
    <message>
        <source>Question {number}, {state}</source>
        <translation>Pregunta {number}, {state}</translation>
    </message>
    <message>
        <source>hand in by {time}</source>
        <translation>entrega hasta el {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) wait for the connection</source>
        <translation>
            <numerusform>%n respuesta espera la conexión</numerusform>
            <numerusform>%n respuestas esperan la conexión</numerusform>
        </translation>
    </message>
    <message>
        <source>Question {number} of {count}</source>
        <translation>Pregunta {number} de {count}</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>Next question</source>
        <translation>Siguiente pregunta</translation>
    </message>
    <message>
        <source>Save answer</source>
        <translation>Guardar respuesta</translation>
    </message>
    <message>
        <source>Save and go on</source>
        <translation>Guardar y seguir</translation>
    </message>
    <message>
        <source>After that nothing can be changed, and you see what was right.</source>
        <translation>Después no se puede cambiar nada y verás qué era lo correcto.</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) have no answer yet.</source>
        <translation>
            <numerusform>Falta responder %n pregunta.</numerusform>
            <numerusform>Falta responder %n preguntas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Hand in now?</source>
        <translation>¿Entregar ahora?</translation>
    </message>
    <message>
        <source>It is handed in as soon as the connection is back.</source>
        <translation>Se entrega en cuanto vuelva la conexión.</translation>
    </message>
</context>
<context>
    <name>AttemptDetail</name>
    <message>
        <source>Delete this result</source>
        <translation>Borrar este resultado</translation>
    </message>
</context>
<context>
    <name>AuditSection</name>
    <message>
        <source>What happened</source>
        <translation>Qué pasó</translation>
    </message>
    <message>
        <source>Show everybody</source>
        <translation>Ver a todos</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Auditoría</translation>
    </message>
    <message>
        <source>Nothing of this kind has happened.</source>
        <translation>No ha pasado nada de este tipo.</translation>
    </message>
    <message>
        <source>What {person} did or suffered</source>
        <translation>Lo que hizo o le pasó a {person}</translation>
    </message>
    <message>
        <source>From {address}</source>
        <translation>Desde {address}</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>A quién</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>From where</source>
        <translation>Desde dónde</translation>
    </message>
    <message>
        <source>Nobody signed in</source>
        <translation>Nadie con sesión</translation>
    </message>
</context>
<context>
    <name>BarRow</name>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n respuesta</numerusform>
            <numerusform>%n respuestas</numerusform>
        </translation>
    </message>
    <message>
        <source>right</source>
        <translation>correcto</translation>
    </message>
    <message>
        <source>your answer</source>
        <translation>tu respuesta</translation>
    </message>
</context>
<context>
    <name>BoardPane</name>
    <message>
        <source>See the report</source>
        <translation>Ver el informe</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Equipos</translation>
    </message>
    <message>
        <source>Players</source>
        <translation>Jugadores</translation>
    </message>
    <message>
        <source>Everybody sees only their own points, as you chose. The list at the side has all of them.</source>
        <translation>Cada cual ve solo sus puntos, como elegiste. La lista de al lado los tiene todos.</translation>
    </message>
    <message>
        <source>The winners</source>
        <translation>El podio</translation>
    </message>
    <message>
        <source>The game is over</source>
        <translation>La partida ha terminado</translation>
    </message>
    <message>
        <source>The board</source>
        <translation>La clasificación</translation>
    </message>
    <message>
        <source>All results are in your library.</source>
        <translation>Todos los resultados están en tu biblioteca.</translation>
    </message>
    <message>
        <source>Nothing was played, so there is no report.</source>
        <translation>No se jugó nada, así que no hay informe.</translation>
    </message>
    <message>
        <source>Results are being fetched…</source>
        <translation>Recogiendo los resultados…</translation>
    </message>
</context>
<context>
    <name>BoardRow</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n punto</numerusform>
            <numerusform>%n puntos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up by %n</source>
        <translation>
            <numerusform>sube %n</numerusform>
            <numerusform>sube %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>down by %n</source>
        <translation>
            <numerusform>baja %n</numerusform>
            <numerusform>baja %n</numerusform>
        </translation>
    </message>
    <message>
        <source>you</source>
        <translation>tú</translation>
    </message>
</context>
<context>
    <name>BoardScene</name>
    <message>
        <source>The winners</source>
        <translation>El podio</translation>
    </message>
    <message>
        <source>The board</source>
        <translation>La clasificación</translation>
    </message>
    <message>
        <source>Your points are on your own screen.</source>
        <translation>Tus puntos están en tu propia pantalla.</translation>
    </message>
    <message>
        <source>The game is over</source>
        <translation>La partida ha terminado</translation>
    </message>
</context>
<context>
    <name>BoardView</name>
    <message>
        <source>Teams</source>
        <translation>Equipos</translation>
    </message>
    <message>
        <source>Players</source>
        <translation>Jugadores</translation>
    </message>
    <message>
        <source>See all questions again</source>
        <translation>Ver otra vez todas las preguntas</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Your teacher ended the game</source>
        <translation>Tu docente ha terminado la partida</translation>
    </message>
    <message>
        <source>The game is over</source>
        <translation>La partida ha terminado</translation>
    </message>
    <message>
        <source>The board</source>
        <translation>La clasificación</translation>
    </message>
    <message>
        <source>You are in place {rank} of {players} with {points} points.</source>
        <translation>Vas en el puesto {rank} de {players} con {points} puntos.</translation>
    </message>
    <message>
        <source>You have {points} points.</source>
        <translation>Tienes {points} puntos.</translation>
    </message>
</context>
<context>
    <name>BrowserNotice</name>
    <message>
        <source>Go on in your browser: {provider} asks who you are there. Lantern waits for you.</source>
        <translation>Sigue en tu navegador: {provider} te pregunta allí quién eres. Lantern te espera.</translation>
    </message>
    <message>
        <source>Open the browser again</source>
        <translation>Volver a abrir el navegador</translation>
    </message>
</context>
<context>
    <name>BrowserPage</name>
    <message>
        <source>You can close this tab</source>
        <translation>Puedes cerrar esta pestaña</translation>
    </message>
    <message>
        <source>Go on in Lantern: it knows now who you are.</source>
        <translation>Sigue en Lantern: ya sabe quién eres.</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>No ha funcionado</translation>
    </message>
    <message>
        <source>You can close this tab. Lantern says what to do now.</source>
        <translation>Puedes cerrar esta pestaña. Lantern te dice qué hacer ahora.</translation>
    </message>
</context>
<context>
    <name>BudgetForm</name>
    <message>
        <source>Budget of free use</source>
        <translation>Presupuesto del uso gratuito</translation>
    </message>
    <message>
        <source>Used of the budget</source>
        <translation>Usado del presupuesto</translation>
    </message>
    <message>
        <source>Budget of a month</source>
        <translation>Presupuesto de un mes</translation>
    </message>
    <message>
        <source>As configured</source>
        <translation>Según la configuración</translation>
    </message>
    <message>
        <source>What all people on the free plan may cost together in a month of UTC, at the price that others would pay. When it is used up, AI on the free plan stops until the month ends; those who pay notice nothing.</source>
        <translation>Lo que puede costar en un mes (UTC) todo el uso del plan gratuito, al precio que pagarían otros. Cuando se agota, la IA del plan gratuito se detiene hasta que acaba el mes; quienes pagan no notan nada.</translation>
    </message>
    <message>
        <source>Entered here</source>
        <translation>Introducido aquí</translation>
    </message>
    <message>
        <source>this month. Free use has no limit of its own.</source>
        <translation>este mes. El uso gratuito no tiene límite propio.</translation>
    </message>
    <message>
        <source>of {limit} this month ({percent}). A new month begins on {date}.</source>
        <translation>de {limit} este mes ({percent}). El mes nuevo empieza el {date}.</translation>
    </message>
    <message>
        <source>{amount} reserved by calls that are running</source>
        <translation>{amount} reservados por llamadas en curso</translation>
    </message>
    <message>
        <source>It is used up: AI on the free plan has stopped. A larger budget starts it again at once.</source>
        <translation>Está agotado: la IA del plan gratuito se ha detenido. Un presupuesto mayor la pone en marcha enseguida.</translation>
    </message>
</context>
<context>
    <name>Buying</name>
    <message>
        <source>{plan}, by the month</source>
        <translation>{plan}, por meses</translation>
    </message>
    <message>
        <source>{plan}, by the year</source>
        <translation>{plan}, por años</translation>
    </message>
    <message>
        <source>Get {plan}</source>
        <translation>Contratar {plan}</translation>
    </message>
    <message>
        <source>Change to {plan}</source>
        <translation>Cambiar a {plan}</translation>
    </message>
    <message>
        <source>Pay by the year</source>
        <translation>Pagar por años</translation>
    </message>
    <message>
        <source>Pay by the month</source>
        <translation>Pagar por meses</translation>
    </message>
    <message>
        <source>Keep {plan}</source>
        <translation>Conservar {plan}</translation>
    </message>
    <message>
        <source>Go back to {plan}</source>
        <translation>Volver a {plan}</translation>
    </message>
    <message>
        <source>Change at {provider}</source>
        <translation>Cambiar en {provider}</translation>
    </message>
    <message>
        <source>From {day} on</source>
        <translation>A partir del {day}</translation>
    </message>
    <message>
        <source>You pay through {provider}, where this is not sold. Cancel there first, then come back.</source>
        <translation>Pagas a través de {provider}, donde esto no se vende. Cancela allí primero y luego vuelve.</translation>
    </message>
    <message>
        <source>{plan}, {price} a year</source>
        <translation>{plan}, {price} al año</translation>
    </message>
    <message>
        <source>{plan}, {price} a month</source>
        <translation>{plan}, {price} al mes</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Termina</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Pagado</translation>
    </message>
    <message>
        <source>On trial</source>
        <translation>De prueba</translation>
    </message>
    <message>
        <source>Payment failed</source>
        <translation>Pago fallido</translation>
    </message>
    <message>
        <source>Not paid yet</source>
        <translation>Sin pagar aún</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Terminado</translation>
    </message>
    <message>
        <source>The first payment is not finished. Finish it at {provider}, and {plan} counts at once.</source>
        <translation>El primer pago no está terminado. Termínalo en {provider} y {plan} cuenta enseguida.</translation>
    </message>
    <message>
        <source>Nothing is charged until you go on at {provider}.</source>
        <translation>No se cobra nada hasta que continúes en {provider}.</translation>
    </message>
    <message>
        <source>You have {plan} until {day}. Nothing more is charged after that, and you are on Free.</source>
        <translation>Tienes {plan} hasta el {day}. Después no se cobra nada más y pasas a Gratis.</translation>
    </message>
    <message>
        <source>You have {plan} until {day}; then it is {next}.</source>
        <translation>Tienes {plan} hasta el {day}; después será {next}.</translation>
    </message>
    <message>
        <source>Free of charge until {day}; then {provider} charges it.</source>
        <translation>Gratis hasta el {day}; después lo cobra {provider}.</translation>
    </message>
    <message>
        <source>Renewed on {day}, charged by {provider}.</source>
        <translation>Se renueva el {day}; lo cobra {provider}.</translation>
    </message>
    <message>
        <source>Charged by {provider}.</source>
        <translation>Lo cobra {provider}.</translation>
    </message>
    <message>
        <source>The last payment did not go through. You keep {plan} until {day}: put the card right at {provider} before then, and nothing changes.</source>
        <translation>El último pago no se pudo hacer. Conservas {plan} hasta el {day}: corrige la tarjeta en {provider} antes de ese día y no cambia nada.</translation>
    </message>
    <message>
        <source>The last payment did not go through. Put the card right at {provider}, and {plan} goes on.</source>
        <translation>El último pago no se pudo hacer. Corrige la tarjeta en {provider} y {plan} continúa.</translation>
    </message>
    <message>
        <source>Thank you! {amount} were added and can be used now.</source>
        <translation>¡Gracias! Se añadieron {amount} y ya puedes usarlos.</translation>
    </message>
    <message>
        <source>Thank you! You have {plan} now; everything in it counts at once.</source>
        <translation>¡Gracias! Ya tienes {plan}; todo lo que incluye cuenta desde ahora.</translation>
    </message>
    <message>
        <source>A payment</source>
        <translation>Un pago</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Devuelto</translation>
    </message>
    <message>
        <source>Taken back by the bank</source>
        <translation>Reclamado por el banco</translation>
    </message>
    <message>
        <source>To be paid</source>
        <translation>Por pagar</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>Anulada</translation>
    </message>
    <message>
        <source>{providers} does not answer just now, so what you paid there is missing here.</source>
        <translation>{providers} no responde en este momento, así que falta aquí lo que pagaste allí.</translation>
    </message>
    <message>
        <source>{providers} does not answer just now, so what it sells is missing here.</source>
        <translation>{providers} no responde en este momento, así que falta aquí lo que vende.</translation>
    </message>
    <message>
        <source>Change to {offer}?</source>
        <translation>¿Cambiar a {offer}?</translation>
    </message>
    <message>
        <source>{price} a year from now on. {provider} charges it to the card it knows, less what is left of what you paid. It counts at once.</source>
        <translation>{price} al año desde ahora. {provider} lo cobra a la tarjeta que conoce, menos lo que queda de lo que pagaste. Cuenta enseguida.</translation>
    </message>
    <message>
        <source>{price} a month from now on. {provider} charges it to the card it knows, less what is left of what you paid. It counts at once.</source>
        <translation>{price} al mes desde ahora. {provider} lo cobra a la tarjeta que conoce, menos lo que queda de lo que pagaste. Cuenta enseguida.</translation>
    </message>
    <message>
        <source>Change and pay</source>
        <translation>Cambiar y pagar</translation>
    </message>
    <message>
        <source>You keep {plan}.</source>
        <translation>Conservas {plan}.</translation>
    </message>
    <message>
        <source>{plan} has ended. Nothing more is charged.</source>
        <translation>{plan} ha terminado. No se cobra nada más.</translation>
    </message>
    <message>
        <source>{plan} ends on {day}. Nothing more is charged.</source>
        <translation>{plan} termina el {day}. No se cobra nada más.</translation>
    </message>
    <message>
        <source>{plan} ends. Nothing more is charged.</source>
        <translation>{plan} termina. No se cobra nada más.</translation>
    </message>
    <message>
        <source>From {day} on you have {next}.</source>
        <translation>A partir del {day} tienes {next}.</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>Hecho.</translation>
    </message>
</context>
<context>
    <name>CancelDialog</name>
    <message>
        <source>Cancel {plan}?</source>
        <translation>¿Cancelar {plan}?</translation>
    </message>
    <message>
        <source>Cancel the plan</source>
        <translation>Cancelar el plan</translation>
    </message>
    <message>
        <source>On {day}, when what is paid for ends</source>
        <translation>El {day}, cuando termina lo pagado</translation>
    </message>
    <message>
        <source>When what is paid for ends</source>
        <translation>Cuando termina lo pagado</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>Everything on this computer stays and goes on working. On the server nothing is deleted; new files travel there only as far as there is room on Free.</source>
        <translation>Todo lo de este ordenador se queda y sigue funcionando. En el servidor no se borra nada; los archivos nuevos solo viajan allí mientras haya sitio en Gratis.</translation>
    </message>
    <message>
        <source>Keep {plan}</source>
        <translation>Conservar {plan}</translation>
    </message>
    <message>
        <source>{plan} ends at once. For the days that are left nothing is given back by itself.</source>
        <translation>{plan} termina enseguida. Por los días que quedan no se devuelve nada por sí solo.</translation>
    </message>
    <message>
        <source>Until then you have all of {plan}, and you can still change your mind.</source>
        <translation>Hasta entonces tienes todo lo de {plan} y aún puedes cambiar de idea.</translation>
    </message>
</context>
<context>
    <name>ChangesPage</name>
    <message>
        <source>Changes to check</source>
        <translation>Cambios por revisar</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Which changes</source>
        <translation>Qué cambios</translation>
    </message>
    <message>
        <source>Changed twice</source>
        <translation>Cambiados dos veces</translation>
    </message>
    <message>
        <source>Not accepted</source>
        <translation>No aceptados</translation>
    </message>
    <message>
        <source>Keep all as they are</source>
        <translation>Dejar todos como están</translation>
    </message>
    <message>
        <source>Save to a file</source>
        <translation>Guardar en un archivo</translation>
    </message>
    <message>
        <source>Nothing was changed in two places. When it happens, both versions are kept and shown here.</source>
        <translation>Nada se cambió en dos sitios. Cuando ocurra, ambas versiones se conservan y se muestran aquí.</translation>
    </message>
    <message>
        <source>The server took everything you changed.</source>
        <translation>El servidor aceptó todo lo que cambiaste.</translation>
    </message>
    <message>
        <source>These were changed on two devices before they could meet. The later change stands; the other is kept here until you choose. Nothing is lost.</source>
        <translation>Estas cosas se cambiaron en dos dispositivos antes de que pudieran encontrarse. Queda el cambio posterior; el otro se conserva aquí hasta que elijas. No se pierde nada.</translation>
    </message>
    <message>
        <source>The server did not take these changes. They are only on this computer: save them to a file if you need them.</source>
        <translation>El servidor no aceptó estos cambios. Solo están en este ordenador: guárdalos en un archivo si los necesitas.</translation>
    </message>
    <message>
        <source>{twice} changed twice · {refused} not accepted</source>
        <translation>{twice} cambiados dos veces · {refused} no aceptados</translation>
    </message>
    <message>
        <source>Removed from the list.</source>
        <translation>Quitado de la lista.</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) stay as they are.</source>
        <translation>
            <numerusform>%n cosa queda como está.</numerusform>
            <numerusform>%n cosas quedan como están.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>JSON file (*.json)</source>
        <translation>Archivo JSON (*.json)</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) saved as {name}.</source>
        <translation>
            <numerusform>%n cambio guardado como {name}.</numerusform>
            <numerusform>%n cambios guardados como {name}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChoiceRow</name>
    <message>
        <source>Answer {number} is right</source>
        <translation>La respuesta {number} es correcta</translation>
    </message>
    <message>
        <source>This answer is right</source>
        <translation>Esta respuesta es correcta</translation>
    </message>
    <message>
        <source>Answer {number}</source>
        <translation>Respuesta {number}</translation>
    </message>
    <message>
        <source>Remove answer {number}</source>
        <translation>Quitar la respuesta {number}</translation>
    </message>
</context>
<context>
    <name>ChoicesEditor</name>
    <message>
        <source>Add an answer</source>
        <translation>Añadir una respuesta</translation>
    </message>
    <message>
        <source>Mark what is right.</source>
        <translation>Marca lo que es correcto.</translation>
    </message>
    <message>
        <source>Write them in the right order. Alt+Up and Alt+Down move one.</source>
        <translation>Escríbelas en el orden correcto. Alt+Arriba y Alt+Abajo mueven una.</translation>
    </message>
</context>
<context>
    <name>ChoicesForm</name>
    <message>
        <source>Write the names of at least two teams, with commas between them.</source>
        <translation>Escribe los nombres de al menos dos equipos, separados por comas.</translation>
    </message>
    <message>
        <source>Write the names of your class, one in each line.</source>
        <translation>Escribe los nombres de tu clase, uno en cada línea.</translation>
    </message>
    <message>
        <source>The deadline has passed already. Choose a later one.</source>
        <translation>El plazo ya ha pasado. Elige uno posterior.</translation>
    </message>
    <message>
        <source>How it is played</source>
        <translation>Cómo se juega</translation>
    </message>
    <message>
        <source>Together, now</source>
        <translation>Juntos, ahora</translation>
    </message>
    <message>
        <source>On their own, until a deadline</source>
        <translation>Cada cual a su ritmo, hasta una fecha</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Puntos</translation>
    </message>
    <message>
        <source>Being right</source>
        <translation>Acertar</translation>
    </message>
    <message>
        <source>Right, and a little speed</source>
        <translation>Acertar y algo de rapidez</translation>
    </message>
    <message>
        <source>A race</source>
        <translation>Una carrera</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Nombres</translation>
    </message>
    <message>
        <source>Own names</source>
        <translation>Nombres propios</translation>
    </message>
    <message>
        <source>Given names</source>
        <translation>Nombres asignados</translation>
    </message>
    <message>
        <source>My class list</source>
        <translation>Mi lista de clase</translation>
    </message>
    <message>
        <source>A team&apos;s points</source>
        <translation>Puntos de un equipo</translation>
    </message>
    <message>
        <source>Average of its members</source>
        <translation>Media de sus miembros</translation>
    </message>
    <message>
        <source>All added up</source>
        <translation>Suma de todos</translation>
    </message>
    <message>
        <source>Who sees the ranking</source>
        <translation>Quién ve la clasificación</translation>
    </message>
    <message>
        <source>Everybody sees the best</source>
        <translation>Todos ven a los mejores</translation>
    </message>
    <message>
        <source>Each only their own</source>
        <translation>Cada cual solo lo suyo</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Plazo</translation>
    </message>
    <message>
        <source>One name in each line</source>
        <translation>Un nombre en cada línea</translation>
    </message>
    <message>
        <source>Names of the class</source>
        <translation>Nombres de la clase</translation>
    </message>
    <message>
        <source>Play in teams</source>
        <translation>Jugar por equipos</translation>
    </message>
    <message>
        <source>Reds, Blues, Greens</source>
        <translation>Rojos, Azules, Verdes</translation>
    </message>
    <message>
        <source>Names of the teams</source>
        <translation>Nombres de los equipos</translation>
    </message>
    <message>
        <source>Answers given until then count, also those that arrive later.</source>
        <translation>Cuentan las respuestas dadas hasta entonces, también las que lleguen más tarde.</translation>
    </message>
    <message>
        <source>Names and teams</source>
        <translation>Nombres y equipos</translation>
    </message>
    <message>
        <source>I let each player in</source>
        <translation>Yo dejo entrar a cada jugador</translation>
    </message>
    <message>
        <source>Nobody is in before you say yes.</source>
        <translation>Nadie entra antes de que digas que sí.</translation>
    </message>
    <message>
        <source>Go on by itself after each question</source>
        <translation>Seguir sin pulsar tras cada pregunta</translation>
    </message>
    <message>
        <source>Mix the order of the questions</source>
        <translation>Mezclar el orden de las preguntas</translation>
    </message>
    <message>
        <source>Mix the answers on each device</source>
        <translation>Mezclar las respuestas en cada dispositivo</translation>
    </message>
    <message>
        <source>Neighbours see different letters for the same answer, so the big screen shows none.</source>
        <translation>Los vecinos ven letras distintas para la misma respuesta, así que la pantalla grande no muestra ninguna.</translation>
    </message>
    <message>
        <source>An answer may be changed until time is up</source>
        <translation>Se puede cambiar la respuesta hasta que acabe el tiempo</translation>
    </message>
    <message>
        <source>The last tap counts, with its own time.</source>
        <translation>Cuenta el último toque, con su propio tiempo.</translation>
    </message>
    <message>
        <source>Players may come in during the game</source>
        <translation>Se puede entrar durante la partida</translation>
    </message>
    <message>
        <source>Count answers that a bad connection held up</source>
        <translation>Contar respuestas retenidas por una mala conexión</translation>
    </message>
    <message>
        <source>Only when they were given in time, up to three seconds late.</source>
        <translation>Solo si se dieron a tiempo, con hasta tres segundos de retraso.</translation>
    </message>
    <message>
        <source>Extra points for several right answers in a row</source>
        <translation>Puntos extra por varios aciertos seguidos</translation>
    </message>
    <message>
        <source>A wrong answer costs points</source>
        <translation>Una respuesta errónea resta puntos</translation>
    </message>
    <message>
        <source>A quarter of what was to be won; nobody falls below zero.</source>
        <translation>Un cuarto de lo que se podía ganar; nadie baja de cero.</translation>
    </message>
    <message>
        <source>Show this game to Lantern on other computers in the network</source>
        <translation>Mostrar esta partida a Lantern en otros ordenadores de la red</translation>
    </message>
    <message>
        <source>They find it without typing an address.</source>
        <translation>La encuentran sin escribir una dirección.</translation>
    </message>
    <message>
        <source>How many names the board shows</source>
        <translation>Cuántos nombres muestra la clasificación</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Everybody answers when and where they like, also offline; each learns the answers when handing in.</source>
        <translation>Cada cual responde cuando y donde quiera, también sin conexión, y conoce las soluciones al entregar.</translation>
    </message>
    <message>
        <source>Everybody answers the same question at the same time, and you press on.</source>
        <translation>Todos responden a la misma pregunta a la vez, y tú marcas el paso.</translation>
    </message>
    <message>
        <source>Only being right counts. Nobody is hurried.</source>
        <translation>Solo cuenta acertar. Nadie va con prisas.</translation>
    </message>
    <message>
        <source>Most points are for being right, some for being quick.</source>
        <translation>La mayoría de los puntos son por acertar, algunos por la rapidez.</translation>
    </message>
    <message>
        <source>Half of the points are for speed.</source>
        <translation>La mitad de los puntos son por la rapidez.</translation>
    </message>
    <message>
        <source>Each types a name. Rude words are refused.</source>
        <translation>Cada cual escribe un nombre. No se admiten groserías.</translation>
    </message>
    <message>
        <source>Each gets a friendly made-up name: nobody is known by it.</source>
        <translation>Cada cual recibe un nombre inventado y amable: nadie se reconoce por él.</translation>
    </message>
    <message>
        <source>Each picks their name from your list, so reports carry real names.</source>
        <translation>Cada cual elige su nombre de tu lista, así los informes llevan nombres reales.</translation>
    </message>
</context>
<context>
    <name>ChoosingEditor</name>
    <message>
        <source>All or nothing: one mistake and there are no points</source>
        <translation>Todo o nada: con un fallo no hay puntos</translation>
    </message>
    <message>
        <source>Several answers may be chosen</source>
        <translation>Se pueden elegir varias respuestas</translation>
    </message>
</context>
<context>
    <name>CitationCard</name>
    <message>
        <source>Source {n}</source>
        <translation>Fuente {n}</translation>
    </message>
    <message>
        <source>Open page {page}</source>
        <translation>Abrir la página {page}</translation>
    </message>
    <message>
        <source>Play from {time}</source>
        <translation>Reproducir desde {time}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>CitationList</name>
    <message>
        <source>Sources</source>
        <translation>Fuentes</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more source(s)</source>
        <translation>
            <numerusform>Mostrar %n fuente más</numerusform>
            <numerusform>Mostrar %n fuentes más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClozeEditor</name>
    <message>
        <source>Text with gaps</source>
        <translation>Texto con huecos</translation>
    </message>
    <message>
        <source>Make a gap of the marked words</source>
        <translation>Hacer un hueco con las palabras marcadas</translation>
    </message>
    <message>
        <source>Mark a word and make it a gap. Inside a gap, | parts answers that are all right, and :: stands before a hint.</source>
        <translation>Marca una palabra y haz de ella un hueco. Dentro de un hueco, | separa respuestas que valen todas, y :: va antes de una pista.</translation>
    </message>
    <message>
        <source>Show the words to choose from</source>
        <translation>Mostrar las palabras entre las que elegir</translation>
    </message>
    <message>
        <source>Wrong word</source>
        <translation>Palabra incorrecta</translation>
    </message>
    <message>
        <source>Add a wrong word</source>
        <translation>Añadir una palabra incorrecta</translation>
    </message>
    <message>
        <source>Small typing mistakes are all right</source>
        <translation>Se permiten pequeñas erratas</translation>
    </message>
</context>
<context>
    <name>ClozePad</name>
    <message>
        <source>Right answer: {words}</source>
        <translation>Respuesta correcta: {words}</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Correcto</translation>
    </message>
</context>
<context>
    <name>ClozeText</name>
    <message>
        <source>Gap {number}</source>
        <translation>Hueco {number}</translation>
    </message>
</context>
<context>
    <name>CollectionHome</name>
    <message>
        <source>shared with a group</source>
        <translation>compartida con un grupo</translation>
    </message>
</context>
<context>
    <name>CollectionShelf</name>
    <message>
        <source>Drop on a collection</source>
        <translation>Suelta en una colección</translation>
    </message>
    <message>
        <source>Another collection…</source>
        <translation>Otra colección…</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>Nueva colección…</translation>
    </message>
</context>
<context>
    <name>CollectionsDialog</name>
    <message>
        <source>Collections</source>
        <translation>Colecciones</translation>
    </message>
    <message>
        <source>New collection</source>
        <translation>Nueva colección</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Deleted “{title}”. Its items are in the first collection now.</source>
        <translation>«{title}» borrada. Su contenido está ahora en la primera colección.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>CompletingForm</name>
    <message>
        <source>Your name</source>
        <translation>Tu nombre</translation>
    </message>
    <message>
        <source>As people in your groups will see it.</source>
        <translation>Como lo verán las personas de tus grupos.</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Invitación</translation>
    </message>
    <message>
        <source>The code, or the end of the link, of an invitation to this server.</source>
        <translation>El código, o el final del enlace, de una invitación a este servidor.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Forgot your password?</source>
        <translation>¿Has olvidado tu contraseña?</translation>
    </message>
    <message>
        <source>Type your name.</source>
        <translation>Escribe tu nombre.</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>Escribe tu contraseña.</translation>
    </message>
    <message>
        <source>Create your account</source>
        <translation>Crea tu cuenta</translation>
    </message>
    <message>
        <source>You have an account here</source>
        <translation>Ya tienes una cuenta aquí</translation>
    </message>
    <message>
        <source>What is in your library here becomes part of the account and goes to your other computers.</source>
        <translation>Lo que hay en tu biblioteca pasa a formar parte de la cuenta y llega a tus otros ordenadores.</translation>
    </message>
    <message>
        <source>Do you have an account with another e-mail? Go back and sign in with its password first.</source>
        <translation>¿Tienes una cuenta con otro correo? Vuelve atrás e inicia sesión antes con su contraseña.</translation>
    </message>
    <message>
        <source>Create my account</source>
        <translation>Crear mi cuenta</translation>
    </message>
    <message>
        <source>Link and sign in</source>
        <translation>Vincular e iniciar sesión</translation>
    </message>
    <message>
        <source>{provider} says that you are {email}. There is no account with that e-mail here yet.</source>
        <translation>{provider} dice que eres {email}. Aquí todavía no hay ninguna cuenta con ese correo.</translation>
    </message>
    <message>
        <source>{provider} says that you are {email}. Type the password of that account once, so that nobody else gets in; from then on {provider} signs you in.</source>
        <translation>{provider} dice que eres {email}. Escribe una vez la contraseña de esa cuenta, para que no entre nadie más; desde entonces {provider} te inicia la sesión.</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Ask about your material</source>
        <translation>Pregunta sobre tu material</translation>
    </message>
    <message>
        <source>Ask about</source>
        <translation>Preguntar sobre</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Preguntar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Stop the answer (Esc)</source>
        <translation>Detener la respuesta (Esc)</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>Colecciones</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Elementos</translation>
    </message>
    <message>
        <source>Something that was deleted</source>
        <translation>Algo que se borró</translation>
    </message>
    <message>
        <source>Answers by {engine}</source>
        <translation>Respuestas de {engine}</translation>
    </message>
    <message>
        <source>Your questions and the places found go to {provider}. Click to change it.</source>
        <translation>Tus preguntas y los pasajes encontrados van a {provider}. Haz clic para cambiarlo.</translation>
    </message>
    <message>
        <source>Without AI: needs setting up</source>
        <translation>Sin IA: falta configurarla</translation>
    </message>
    <message>
        <source>Without AI</source>
        <translation>Sin IA</translation>
    </message>
    <message>
        <source>Answers quote your material; nothing leaves this computer. Click to set up an AI.</source>
        <translation>Las respuestas citan tu material; nada sale de este ordenador. Haz clic para configurar una IA.</translation>
    </message>
    <message>
        <source>{count} of {limit} characters</source>
        <translation>{count} de {limit} caracteres</translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>Keep as it is</source>
        <translation>Dejar como está</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Usar esta</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>Como está ahora</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(vacío)</translation>
    </message>
    <message>
        <source>Before both changes</source>
        <translation>Antes de ambos cambios</translation>
    </message>
    <message>
        <source>It is deleted now. With the other version it comes back.</source>
        <translation>Ahora está eliminado. Con la otra versión vuelve.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>Leave it deleted</source>
        <translation>Dejarlo eliminado</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Bring it back with this one</source>
        <translation>Recuperarlo con esta</translation>
    </message>
    <message>
        <source>Kept, with what was changed in it.</source>
        <translation>Se conserva, con lo que se cambió en él.</translation>
    </message>
    <message>
        <source>Kept, with what was changed in “{title}”.</source>
        <translation>Se conserva, con lo que se cambió en «{title}».</translation>
    </message>
    <message>
        <source>Deleted in the meantime.</source>
        <translation>Eliminado entretanto.</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>Eliminado.</translation>
    </message>
    <message>
        <source>Deleted on this computer</source>
        <translation>Eliminado en este ordenador</translation>
    </message>
    <message>
        <source>Deleted on {device}</source>
        <translation>Eliminado en {device}</translation>
    </message>
    <message>
        <source>Deleted by {name}</source>
        <translation>Eliminado por {name}</translation>
    </message>
    <message>
        <source>Deleted by somebody in {group}</source>
        <translation>Eliminado por alguien de {group}</translation>
    </message>
    <message>
        <source>Deleted on another device</source>
        <translation>Eliminado en otro dispositivo</translation>
    </message>
    <message>
        <source>Your version from this computer</source>
        <translation>Tu versión de este ordenador</translation>
    </message>
    <message>
        <source>Your version from {device}</source>
        <translation>Tu versión de {device}</translation>
    </message>
    <message>
        <source>Version of {name}</source>
        <translation>Versión de {name}</translation>
    </message>
    <message>
        <source>Version of somebody in {group}</source>
        <translation>Versión de alguien de {group}</translation>
    </message>
    <message>
        <source>Version from another device</source>
        <translation>Versión de otro dispositivo</translation>
    </message>
</context>
<context>
    <name>ConnectionStrip</name>
    <message>
        <source>Try now</source>
        <translation>Probar ahora</translation>
    </message>
</context>
<context>
    <name>ConversationView</name>
    <message>
        <source>Conversation</source>
        <translation>Conversación</translation>
    </message>
    <message>
        <source>Show earlier messages</source>
        <translation>Mostrar mensajes anteriores</translation>
    </message>
    <message>
        <source>Go to the latest message</source>
        <translation>Ir al último mensaje</translation>
    </message>
</context>
<context>
    <name>CornerPanel</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>CostTable</name>
    <message>
        <source>What it cost</source>
        <translation>Lo que ha costado</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>En total</translation>
    </message>
    <message>
        <source>Without a model</source>
        <translation>Sin modelo</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>Paused, %n second(s) left</source>
        <translation>
            <numerusform>En pausa, queda %n segundo</numerusform>
            <numerusform>En pausa, quedan %n segundos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>Queda %n segundo</numerusform>
            <numerusform>Quedan %n segundos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>Algo ha fallado</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Copiar detalles</translation>
    </message>
    <message>
        <source>Close Lantern</source>
        <translation>Cerrar Lantern</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Lantern ran into a fault of its own. Your work is saved. You can go on; if something looks odd, close Lantern and open it again. To report the fault, copy the details: they hold no text of yours.</source>
        <translation>Lantern ha tropezado con un fallo propio. Tu trabajo está guardado. Puedes continuar; si algo se ve raro, cierra Lantern y ábrelo de nuevo. Para avisar del fallo, copia los detalles: no contienen ningún texto tuyo.</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Save a backup</source>
        <translation>Guardar una copia</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>Restaurar una copia</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Abrir la carpeta</translation>
    </message>
    <message>
        <source>Saving a backup</source>
        <translation>Guardando una copia</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Copia de seguridad</translation>
    </message>
    <message>
        <source>Everything in one file: recordings, documents, transcripts, your corrections and chats. Restoring replaces the library; the present one is kept among the automatic backups.</source>
        <translation>Todo en un archivo: grabaciones, documentos, transcripciones, tus correcciones y conversaciones. Restaurar sustituye la biblioteca; la actual se conserva entre las copias automáticas.</translation>
    </message>
    <message>
        <source>Where it lies</source>
        <translation>Dónde está</translation>
    </message>
    <message>
        <source>Lantern backup (*{ending})</source>
        <translation>Copia de Lantern (*{ending})</translation>
    </message>
    <message>
        <source>Replace your library by this backup?</source>
        <translation>¿Sustituir tu biblioteca por esta copia?</translation>
    </message>
    <message>
        <source>What you added since the backup was made is put aside, not thrown away: it stays among the automatic backups. Running work stops and goes on afterwards.</source>
        <translation>Lo que añadiste después de hacer la copia se aparta, no se tira: queda entre las copias automáticas. El trabajo en curso se detiene y sigue después.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Sustituir</translation>
    </message>
    <message>
        <source>Your library was restored.</source>
        <translation>Tu biblioteca se ha restaurado.</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Guardado como {name}.</translation>
    </message>
</context>
<context>
    <name>DeleteDialog</name>
    <message>
        <source>Delete your account?</source>
        <translation>¿Eliminar tu cuenta?</translation>
    </message>
    <message>
        <source>Delete my account</source>
        <translation>Eliminar mi cuenta</translation>
    </message>
    <message>
        <source>The server erases your account, everything it keeps of your library, and your place in every group. This cannot be undone.</source>
        <translation>El servidor borra tu cuenta, todo lo que guarda de tu biblioteca y tu lugar en cada grupo. Esto no se puede deshacer.</translation>
    </message>
    <message>
        <source>What is on this computer stays here, as a library without an account. Save your data from the server first if another computer holds things this one does not.</source>
        <translation>Lo que hay en este ordenador se queda aquí, como una biblioteca sin cuenta. Guarda antes tus datos del servidor si otro ordenador tiene cosas que este no tiene.</translation>
    </message>
    <message>
        <source>Your password</source>
        <translation>Tu contraseña</translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>Colección</translation>
    </message>
    <message>
        <source>About the file</source>
        <translation>Sobre el archivo</translation>
    </message>
    <message>
        <source>What it took</source>
        <translation>Lo que ha costado</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Añadido</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Speech model</source>
        <translation>Modelo de voz</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>DeviceCard</name>
    <message>
        <source>Copy the link</source>
        <translation>Copiar el enlace</translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>In use now</source>
        <translation>En uso ahora</translation>
    </message>
    <message>
        <source>since {when}</source>
        <translation>desde {when}</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Cambiar el nombre…</translation>
    </message>
    <message>
        <source>Sign this device out…</source>
        <translation>Cerrar la sesión de este dispositivo…</translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation>Más para {name}</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este ordenador</translation>
    </message>
</context>
<context>
    <name>DevicesCard</name>
    <message>
        <source>Devices</source>
        <translation>Dispositivos</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
</context>
<context>
    <name>DevicesDialog</name>
    <message>
        <source>Use other devices</source>
        <translation>Usar otros dispositivos</translation>
    </message>
    <message>
        <source>Another screen</source>
        <translation>Otra pantalla</translation>
    </message>
    <message>
        <source>Shows what the projector shows, in the browser of a television or another computer.</source>
        <translation>Muestra lo mismo que el proyector, en el navegador de un televisor o de otro ordenador.</translation>
    </message>
    <message>
        <source>Remote control</source>
        <translation>Mando a distancia</translation>
    </message>
    <message>
        <source>Steers the game from your phone while you walk through the room.</source>
        <translation>Dirige la partida desde tu teléfono mientras caminas por el aula.</translation>
    </message>
    <message>
        <source>Whoever has the link of the remote control can steer this game: show it to nobody else.</source>
        <translation>Quien tenga el enlace del mando a distancia puede dirigir esta partida: no se lo enseñes a nadie más.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>DocumentPane</name>
    <message>
        <source>Page</source>
        <translation>Página</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Página anterior</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Página siguiente</translation>
    </message>
    <message>
        <source>Page number</source>
        <translation>Número de página</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Más pequeño</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Más grande</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>Ajustar al ancho</translation>
    </message>
    <message>
        <source>of {count}</source>
        <translation>de {count}</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
</context>
<context>
    <name>DraftCard</name>
    <message>
        <source>Source: “{text}”</source>
        <translation>Fuente: «{text}»</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Keep question {number}</source>
        <translation>Conservar la pregunta {number}</translation>
    </message>
    <message>
        <source>Question {number}</source>
        <translation>Pregunta {number}</translation>
    </message>
    <message>
        <source>Made without AI</source>
        <translation>Hecha sin IA</translation>
    </message>
    <message>
        <source>Play {time}</source>
        <translation>Reproducir {time}</translation>
    </message>
    <message>
        <source>Show page {page}</source>
        <translation>Mostrar la página {page}</translation>
    </message>
    <message>
        <source>Show the source</source>
        <translation>Mostrar la fuente</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Pregunta</translation>
    </message>
    <message>
        <source>Explanation, shown after the answer</source>
        <translation>Explicación, se muestra después de la respuesta</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to add to your library</source>
        <translation>Suelta para añadir a tu biblioteca</translation>
    </message>
</context>
<context>
    <name>EditForm</name>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Not saved yet.</source>
        <translation>Sin guardar.</translation>
    </message>
    <message>
        <source>Something is not an amount: it has a red edge.</source>
        <translation>Algo no es una cantidad: tiene el borde rojo.</translation>
    </message>
</context>
<context>
    <name>EditorPage</name>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Title and description</source>
        <translation>Título y descripción</translation>
    </message>
    <message>
        <source>How it looks on a phone</source>
        <translation>Cómo se ve en un teléfono</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Import questions…</source>
        <translation>Importar preguntas…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Imprimir…</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Presentar</translation>
    </message>
    <message>
        <source>This quiz has no questions yet. Add the first one; players answer on their phones.</source>
        <translation>Este cuestionario todavía no tiene preguntas. Añade la primera; los jugadores responden en sus teléfonos.</translation>
    </message>
    <message>
        <source>Add a question</source>
        <translation>Añadir una pregunta</translation>
    </message>
    <message>
        <source>Choose a quiz to edit.</source>
        <translation>Elige un cuestionario para editarlo.</translation>
    </message>
    <message>
        <source>Show your quizzes</source>
        <translation>Mostrar tus cuestionarios</translation>
    </message>
    <message>
        <source>Quiz editor</source>
        <translation>Editor de cuestionarios</translation>
    </message>
    <message>
        <source>Add a question like this one</source>
        <translation>Añadir una pregunta como esta</translation>
    </message>
    <message>
        <source>Duplicate the question</source>
        <translation>Duplicar la pregunta</translation>
    </message>
    <message>
        <source>Question before</source>
        <translation>Pregunta anterior</translation>
    </message>
    <message>
        <source>Question after</source>
        <translation>Pregunta siguiente</translation>
    </message>
    <message>
        <source>Print the quiz</source>
        <translation>Imprimir el cuestionario</translation>
    </message>
    <message>
        <source>Move the question or answer</source>
        <translation>Mover la pregunta o la respuesta</translation>
    </message>
    <message>
        <source>Remove the question</source>
        <translation>Quitar la pregunta</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Sin guardar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar otra vez</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Guardando…</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Guardado</translation>
    </message>
    <message>
        <source>Import questions</source>
        <translation>Importar preguntas</translation>
    </message>
    <message>
        <source>Quizzes, tables, Moodle and Anki</source>
        <translation>Cuestionarios, tablas, Moodle y Anki</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Todos los archivos</translation>
    </message>
    <message>
        <source>Saved as “{title}”</source>
        <translation>Guardado como «{title}»</translation>
    </message>
</context>
<context>
    <name>EmailDialog</name>
    <message>
        <source>Change your e-mail</source>
        <translation>Cambiar tu correo</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>New e-mail</source>
        <translation>Correo nuevo</translation>
    </message>
    <message>
        <source>Now: {email}</source>
        <translation>Ahora: {email}</translation>
    </message>
    <message>
        <source>Your password</source>
        <translation>Tu contraseña</translation>
    </message>
    <message>
        <source>We send a link to the new address. Until it is opened you sign in with the old one, which is told too.</source>
        <translation>Enviamos un enlace a la dirección nueva. Hasta que se abra, inicias sesión con la de antes, que también recibe aviso.</translation>
    </message>
    <message>
        <source>From then on you sign in with the new one, on every device.</source>
        <translation>Desde entonces inicias sesión con el nuevo, en todos los dispositivos.</translation>
    </message>
    <message>
        <source>That is your e-mail already.</source>
        <translation>Ese ya es tu correo.</translation>
    </message>
</context>
<context>
    <name>Entrance</name>
    <message>
        <source>Code that opens the quiz on a phone</source>
        <translation>Código que abre el cuestionario en un teléfono</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Copiar el enlace</translation>
    </message>
    <message>
        <source>Scan the code, or open in any browser</source>
        <translation>Escanea el código o abre en cualquier navegador</translation>
    </message>
    <message>
        <source>and type the PIN</source>
        <translation>y escribe el PIN</translation>
    </message>
    <message>
        <source>PIN {pin}</source>
        <translation>PIN {pin}</translation>
    </message>
</context>
<context>
    <name>EntranceScene</name>
    <message>
        <source>Code that opens the quiz on a phone</source>
        <translation>Código que abre el cuestionario en un teléfono</translation>
    </message>
    <message>
        <source>Scan the code, or open in any browser</source>
        <translation>Escanea el código o abre en cualquier navegador</translation>
    </message>
    <message>
        <source>and type the PIN</source>
        <translation>y escribe el PIN</translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) here</source>
        <translation>
            <numerusform>%n jugador aquí</numerusform>
            <numerusform>%n jugadores aquí</numerusform>
        </translation>
    </message>
    <message>
        <source>Come in!</source>
        <translation>¡Adelante!</translation>
    </message>
    <message>
        <source>The game is about to start</source>
        <translation>La partida está a punto de empezar</translation>
    </message>
</context>
<context>
    <name>EntryForm</name>
    <message>
        <source>What to do</source>
        <translation>Qué hacer</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <source>Create an account</source>
        <translation>Crear una cuenta</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Forgot your password?</source>
        <translation>¿Has olvidado tu contraseña?</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Dirección del servidor</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Tu nombre</translation>
    </message>
    <message>
        <source>As people in your groups will see it.</source>
        <translation>Como lo verán en tus grupos.</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo electrónico</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Invitación</translation>
    </message>
    <message>
        <source>The code, or the end of the link, of an invitation to this server. A link to a group goes under Groups, once you are signed in.</source>
        <translation>El código, o el final del enlace, de una invitación a este servidor. El enlace de un grupo va en Grupos, cuando hayas iniciado sesión.</translation>
    </message>
    <message>
        <source>I have an invitation</source>
        <translation>Tengo una invitación</translation>
    </message>
    <message>
        <source>What is in your library here becomes part of the account and goes to your other computers.</source>
        <translation>Lo que hay aquí en tu biblioteca pasa a ser parte de la cuenta y llega a tus otros ordenadores.</translation>
    </message>
    <message>
        <source>From your school or whoever runs the server.</source>
        <translation>Te la da tu escuela o quien administra el servidor.</translation>
    </message>
    <message>
        <source>Looking for the server…</source>
        <translation>Buscando el servidor…</translation>
    </message>
    <message>
        <source>Found: {name}</source>
        <translation>Encontrado: {name}</translation>
    </message>
    <message>
        <source>This address does not use https. Anyone on the same network could read what you send, your password too. Use it only at home or to try things out.</source>
        <translation>Esta dirección no usa https. Cualquiera en la misma red podría leer lo que envías, también tu contraseña. Úsala solo en casa o para hacer pruebas.</translation>
    </message>
    <message>
        <source>This server takes no new accounts. Ask whoever runs it, or sign in.</source>
        <translation>Este servidor no admite cuentas nuevas. Pregunta a quien lo administra o inicia sesión.</translation>
    </message>
    <message>
        <source>The server takes its time. You can wait, or cancel and go on working; nothing is lost.</source>
        <translation>El servidor se toma su tiempo. Puedes esperar, o cancelar y seguir trabajando; no se pierde nada.</translation>
    </message>
    <message>
        <source>Sign in instead</source>
        <translation>Iniciar sesión</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>What went wrong</source>
        <translation>Qué ha fallado</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>ErrorState</name>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Copiar detalles</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
</context>
<context>
    <name>EventPane</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Apply again</source>
        <translation>Aplicar otra vez</translation>
    </message>
    <message>
        <source>Open the person</source>
        <translation>Abrir la persona</translation>
    </message>
    <message>
        <source>What was applied before changes nothing when it is applied again.</source>
        <translation>Lo que ya se aplicó no cambia nada al aplicarse otra vez.</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Lo que se envió</translation>
    </message>
    <message>
        <source>It was erased with the person.</source>
        <translation>Se borró con la persona.</translation>
    </message>
    <message>
        <source>{provider}, event {id}</source>
        <translation>{provider}, evento {id}</translation>
    </message>
    <message>
        <source>About: {id}</source>
        <translation>Sobre: {id}</translation>
    </message>
    <message>
        <source>Received: {when}</source>
        <translation>Recibido: {when}</translation>
    </message>
    <message>
        <source>Tried: {count} times</source>
        <translation>Intentos: {count}</translation>
    </message>
    <message>
        <source>Applied: {when}</source>
        <translation>Aplicado: {when}</translation>
    </message>
    <message>
        <source>Tried next: {when}</source>
        <translation>Próximo intento: {when}</translation>
    </message>
    <message>
        <source>Waits for: {what}</source>
        <translation>Espera a: {what}</translation>
    </message>
    <message>
        <source>Went wrong: {what}</source>
        <translation>Falló: {what}</translation>
    </message>
</context>
<context>
    <name>EventsSection</name>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>All providers</source>
        <translation>Todos los proveedores</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Todos los estados</translation>
    </message>
    <message>
        <source>Id or type</source>
        <translation>Id o tipo</translation>
    </message>
    <message>
        <source>Webhooks of payments</source>
        <translation>Avisos de pagos</translation>
    </message>
    <message>
        <source>What Stripe, Polar and Whop tell of payments will stand here.</source>
        <translation>Aquí estará lo que Stripe, Polar y Whop cuenten de los pagos.</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Recibido</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
</context>
<context>
    <name>FallbackList</name>
    <message>
        <source>Add a model that stands in</source>
        <translation>Añadir un modelo que lo sustituya</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>Añadir un modelo…</translation>
    </message>
    <message>
        <source>Ask {name} earlier</source>
        <translation>Preguntar antes a {name}</translation>
    </message>
    <message>
        <source>Do not ask {name}</source>
        <translation>No preguntar a {name}</translation>
    </message>
</context>
<context>
    <name>FetchState</name>
    <message>
        <source>Waiting to download</source>
        <translation>A la espera de descargarse</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Descargando</translation>
    </message>
    <message>
        <source>It comes by itself once your server is reached.</source>
        <translation>Llega solo en cuanto se alcance tu servidor.</translation>
    </message>
    <message>
        <source>This file is on another computer. Its text is found and read here all the same.</source>
        <translation>Este archivo está en otro ordenador. Aquí puedes buscar y leer su texto igualmente.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Descargar</translation>
    </message>
    <message>
        <source>This file is on another computer. Sign in to download it.</source>
        <translation>Este archivo está en otro ordenador. Inicia sesión para descargarlo.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
</context>
<context>
    <name>FilesButton</name>
    <message>
        <source>Files of “{title}”</source>
        <translation>Archivos de «{title}»</translation>
    </message>
    <message>
        <source>Files of “{title}”: {choice}</source>
        <translation>Archivos de «{title}»: {choice}</translation>
    </message>
    <message>
        <source>As in the settings ({choice})</source>
        <translation>Como en los ajustes ({choice})</translation>
    </message>
    <message>
        <source>Neither send nor fetch files</source>
        <translation>No enviar ni traer archivos</translation>
    </message>
    <message>
        <source>Send files, fetch when opened</source>
        <translation>Enviar archivos, traerlos al abrir</translation>
    </message>
    <message>
        <source>Send files, fetch every one</source>
        <translation>Enviar archivos, traerlos todos</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in the text</source>
        <translation>Buscar en el texto</translation>
    </message>
    <message>
        <source>Previous place found</source>
        <translation>Coincidencia anterior</translation>
    </message>
    <message>
        <source>Next place found</source>
        <translation>Siguiente coincidencia</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>No se ha encontrado</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} de {count}</translation>
    </message>
</context>
<context>
    <name>FirstPasswordDialog</name>
    <message>
        <source>Choose a password</source>
        <translation>Elige una contraseña</translation>
    </message>
    <message>
        <source>Go on in the browser</source>
        <translation>Seguir en el navegador</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Contraseña nueva</translation>
    </message>
    <message>
        <source>So that nobody at your desk can do it, {provider} asks in your browser once more who you are.</source>
        <translation>Para que no lo haga cualquiera que pase por tu mesa, {provider} te pregunta otra vez en el navegador quién eres.</translation>
    </message>
</context>
<context>
    <name>FoldersControl</name>
    <message>
        <source>Add a folder</source>
        <translation>Añadir una carpeta</translation>
    </message>
    <message>
        <source>Stop watching {folder}</source>
        <translation>Dejar de vigilar {folder}</translation>
    </message>
    <message>
        <source>Choose a folder to watch</source>
        <translation>Elige una carpeta para vigilar</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>quedan unos segundos</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>quedan unos %1</translation>
    </message>
    <message>
        <source>MMMM d</source>
        <comment>day of the year, as Qt writes dates</comment>
        <translation>d &apos;de&apos; MMMM</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>FoundGames</name>
    <message>
        <source>Looking for quizzes in this network…</source>
        <translation>Buscando cuestionarios en esta red…</translation>
    </message>
    <message>
        <source>No quiz was found in this network. Join with the address and PIN on the teacher&apos;s screen.</source>
        <translation>No se ha encontrado ningún cuestionario en esta red. Entra con la dirección y el PIN de la pantalla del docente.</translation>
    </message>
</context>
<context>
    <name>GameCard</name>
    <message>
        <source>Quiz</source>
        <translation>Cuestionario</translation>
    </message>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n jugador</numerusform>
            <numerusform>%n jugadores</numerusform>
        </translation>
    </message>
    <message>
        <source>Join {title} at {host}, {state}</source>
        <translation>Entrar en {title} de {host}, {state}</translation>
    </message>
    <message>
        <source>Door closed</source>
        <translation>Puerta cerrada</translation>
    </message>
    <message>
        <source>At your own pace</source>
        <translation>A tu ritmo</translation>
    </message>
    <message>
        <source>Begins soon</source>
        <translation>Empieza pronto</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>En marcha</translation>
    </message>
</context>
<context>
    <name>GamesList</name>
    <message>
        <source>Show all</source>
        <translation>Mostrar todo</translation>
    </message>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n jugador</numerusform>
            <numerusform>%n jugadores</numerusform>
        </translation>
    </message>
    <message>
        <source>Not ended</source>
        <translation>Sin terminar</translation>
    </message>
    <message>
        <source>right</source>
        <translation>correcto</translation>
    </message>
</context>
<context>
    <name>GamesPane</name>
    <message>
        <source>Games that you host will be here while they run. Choose a quiz and host it for your class.</source>
        <translation>Las partidas que dirijas estarán aquí mientras duren. Elige un cuestionario y juégalo con tu clase.</translation>
    </message>
    <message>
        <source>Go to my quizzes</source>
        <translation>Ir a mis cuestionarios</translation>
    </message>
    <message>
        <source>Go on with “{title}”</source>
        <translation>Seguir con «{title}»</translation>
    </message>
    <message>
        <source>PIN {pin}</source>
        <translation>PIN {pin}</translation>
    </message>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n jugador</numerusform>
            <numerusform>%n jugadores</numerusform>
        </translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Terminada</translation>
    </message>
    <message>
        <source>Waiting for players</source>
        <translation>Esperando jugadores</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>En marcha</translation>
    </message>
</context>
<context>
    <name>GenerateForm</name>
    <message>
        <source>Recording or document</source>
        <translation>Grabación o documento</translation>
    </message>
    <message>
        <source>Number of questions</source>
        <translation>Número de preguntas</translation>
    </message>
    <message>
        <source>Make them without AI</source>
        <translation>Hacerlas sin IA</translation>
    </message>
    <message>
        <source>Make questions</source>
        <translation>Hacer preguntas</translation>
    </message>
    <message>
        <source>Choose a recording or document…</source>
        <translation>Elige una grabación o un documento…</translation>
    </message>
    <message>
        <source>Only with AI</source>
        <translation>Solo con IA</translation>
    </message>
    <message>
        <source>Make them again</source>
        <translation>Hacerlas otra vez</translation>
    </message>
    <message>
        <source>{engine} writes the questions. Text of this item is sent there.</source>
        <translation>{engine} escribe las preguntas. El texto de este elemento se envía allí.</translation>
    </message>
    <message>
        <source>Made on this computer from whole sentences of the item. Check every question.</source>
        <translation>Se hacen en este ordenador con frases enteras del elemento. Revisa cada pregunta.</translation>
    </message>
    <message>
        <source>Made on this computer, without AI, from whole sentences of the item. Check every question. With AI there are more kinds and better wording.</source>
        <translation>Se hacen en este ordenador, sin IA, con frases enteras del elemento. Revisa cada pregunta. Con IA hay más tipos y mejor redacción.</translation>
    </message>
    <message>
        <source>Set up AI</source>
        <translation>Configurar la IA</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Cuántas</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Tipos</translation>
    </message>
</context>
<context>
    <name>GeneratePage</name>
    <message>
        <source>Make a quiz</source>
        <translation>Hacer un cuestionario</translation>
    </message>
    <message>
        <source>Questions from a recording or document, for you to check</source>
        <translation>Preguntas de una grabación o un documento, para que las revises</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Making questions</source>
        <translation>Haciendo preguntas</translation>
    </message>
    <message>
        <source>Questions are made from recordings and documents in your library. There are none yet.</source>
        <translation>Las preguntas se hacen con grabaciones y documentos de tu biblioteca. Todavía no hay ninguno.</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Añadir archivos</translation>
    </message>
    <message>
        <source>Where to keep them</source>
        <translation>Dónde conservarlas</translation>
    </message>
    <message>
        <source>Title of the new quiz</source>
        <translation>Título del cuestionario nuevo</translation>
    </message>
    <message>
        <source>Make, or keep, the questions</source>
        <translation>Hacer o conservar las preguntas</translation>
    </message>
    <message>
        <source>{done} of {count}</source>
        <translation>{done} de {count}</translation>
    </message>
    <message>
        <source>Trying again: {reason}</source>
        <translation>Intentándolo otra vez: {reason}</translation>
    </message>
    <message>
        <source>Set up AI</source>
        <translation>Configurar la IA</translation>
    </message>
    <message>
        <source>{reason} The rest was made without AI: check the questions.</source>
        <translation>{reason} El resto se hizo sin IA: revisa las preguntas.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message numerus="yes">
        <source>There was enough for %n question(s) only.</source>
        <translation>
            <numerusform>Solo alcanzó para %n pregunta.</numerusform>
            <numerusform>Solo alcanzó para %n preguntas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Made without AI: check the questions.</source>
        <translation>Hechas sin IA: revisa las preguntas.</translation>
    </message>
    <message>
        <source>{count} of {all} chosen</source>
        <translation>{count} de {all} elegidas</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen question(s) must be put right first.</source>
        <translation>
            <numerusform>Antes hay que corregir %n pregunta elegida.</numerusform>
            <numerusform>Antes hay que corregir %n preguntas elegidas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>No elegir ninguna</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>Elegir todas</translation>
    </message>
    <message numerus="yes">
        <source>Keep %n question(s)</source>
        <translation>
            <numerusform>Conservar %n pregunta</numerusform>
            <numerusform>Conservar %n preguntas</numerusform>
        </translation>
    </message>
    <message>
        <source>A new quiz</source>
        <translation>Un cuestionario nuevo</translation>
    </message>
    <message>
        <source>Add to</source>
        <translation>Añadir a</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) kept in “{title}”</source>
        <translation>
            <numerusform>%n pregunta conservada en «{title}»</numerusform>
            <numerusform>%n preguntas conservadas en «{title}»</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>GroupDetailView</name>
    <message>
        <source>Invite</source>
        <translation>Invitar</translation>
    </message>
    <message>
        <source>This computer was offline for long, so this group can only be read here. Connect to the internet, or ask your teacher to connect.</source>
        <translation>Este ordenador estuvo mucho tiempo sin conexión, así que este grupo aquí solo se puede leer. Conéctate a internet o pide a tu docente que se conecte.</translation>
    </message>
    <message>
        <source>Rename and describe…</source>
        <translation>Cambiar nombre y descripción…</translation>
    </message>
    <message>
        <source>Leave the group…</source>
        <translation>Salir del grupo…</translation>
    </message>
    <message>
        <source>Delete the group…</source>
        <translation>Eliminar el grupo…</translation>
    </message>
    <message>
        <source>More for this group</source>
        <translation>Más para este grupo</translation>
    </message>
    <message>
        <source>Shared here</source>
        <translation>Compartido aquí</translation>
    </message>
    <message>
        <source>Nothing yet. What the group’s teachers and members share shows here.</source>
        <translation>Nada todavía. Aquí aparece lo que comparten los docentes y miembros del grupo.</translation>
    </message>
    <message>
        <source>Nothing yet. Choose “Share with a group…” in the menu of a quiz; for a collection, open “Edit collections” in your library and press the group sign beside it.</source>
        <translation>Nada todavía. Elige «Compartir con un grupo…» en el menú de un cuestionario; para una colección, abre «Editar colecciones» en tu biblioteca y pulsa el icono de grupo que tiene al lado.</translation>
    </message>
    <message>
        <source>Texts, transcripts and quizzes of these are on this computer and can be used offline. Recordings and documents come as each collection says.</source>
        <translation>Sus textos, transcripciones y cuestionarios están en este ordenador y se pueden usar sin conexión. Las grabaciones y los documentos llegan como diga cada colección.</translation>
    </message>
    <message>
        <source>People ({count})</source>
        <translation>Personas ({count})</translation>
    </message>
    <message>
        <source>They come with the next sync.</source>
        <translation>Llegan con la próxima sincronización.</translation>
    </message>
    <message>
        <source>Open invitations</source>
        <translation>Invitaciones abiertas</translation>
    </message>
</context>
<context>
    <name>GroupDialog</name>
    <message>
        <source>New group</source>
        <translation>Nuevo grupo</translation>
    </message>
    <message>
        <source>Rename and describe</source>
        <translation>Cambiar nombre y descripción</translation>
    </message>
    <message>
        <source>Make the group</source>
        <translation>Crear el grupo</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>For example a class, or people you learn with.</source>
        <translation>Por ejemplo una clase, o personas con las que aprendes.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>What it is about</source>
        <translation>De qué trata</translation>
    </message>
    <message>
        <source>May stay empty.</source>
        <translation>Puede quedar vacío.</translation>
    </message>
</context>
<context>
    <name>GroupRow</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n persona</numerusform>
            <numerusform>%n personas</numerusform>
        </translation>
    </message>
    <message>
        <source>Can only be read</source>
        <translation>Solo se puede leer</translation>
    </message>
</context>
<context>
    <name>Groups</name>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>Gestor</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Miembro</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Lector</translation>
    </message>
    <message>
        <source>Everything; a group has one owner.</source>
        <translation>Todo; un grupo tiene un solo propietario.</translation>
    </message>
    <message>
        <source>Invites and removes people, and changes everything.</source>
        <translation>Invita y quita a personas, y cambia todo.</translation>
    </message>
    <message>
        <source>Reads and changes what the group shares.</source>
        <translation>Lee y cambia lo que comparte el grupo.</translation>
    </message>
    <message>
        <source>Reads, and hands in own answers.</source>
        <translation>Lee y entrega sus propias respuestas.</translation>
    </message>
    <message>
        <source>“{name}” is ready. Invite people, and share something.</source>
        <translation>«{name}» está listo. Invita a personas y comparte algo.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>You are in “{name}”. What it shares is on its way.</source>
        <translation>Estás en «{name}». Lo que comparte va de camino.</translation>
    </message>
    <message>
        <source>You left “{name}”.</source>
        <translation>Has salido de «{name}».</translation>
    </message>
    <message>
        <source>“{name}” is deleted.</source>
        <translation>«{name}» está eliminado.</translation>
    </message>
    <message>
        <source>{name} is no longer in the group.</source>
        <translation>{name} ya no está en el grupo.</translation>
    </message>
    <message>
        <source>{name} has the new role.</source>
        <translation>{name} tiene la nueva función.</translation>
    </message>
    <message>
        <source>{name} owns the group now.</source>
        <translation>El grupo es ahora de {name}.</translation>
    </message>
    <message>
        <source>The invitation no longer works.</source>
        <translation>La invitación ya no funciona.</translation>
    </message>
</context>
<context>
    <name>GroupsPage</name>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>All groups</source>
        <translation>Todos los grupos</translation>
    </message>
    <message>
        <source>Join with a link</source>
        <translation>Unirse con un enlace</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>Nuevo grupo</translation>
    </message>
    <message>
        <source>In a group you share collections and quizzes with a class or with people you learn with.</source>
        <translation>En un grupo compartes colecciones y cuestionarios con una clase o con personas con las que aprendes.</translation>
    </message>
    <message>
        <source>In a group you share collections and quizzes with a class or with people you learn with. Groups live on a server, so they need an account; everything else works without.</source>
        <translation>En un grupo compartes colecciones y cuestionarios con una clase o con personas con las que aprendes. Los grupos viven en un servidor, así que necesitan una cuenta; todo lo demás funciona sin ella.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <source>Leave “{name}”?</source>
        <translation>¿Salir de «{name}»?</translation>
    </message>
    <message>
        <source>What the group shares goes from this computer. What you shared stays in the group. To come back you need an invitation.</source>
        <translation>Lo que comparte el grupo se quita de este ordenador. Lo que compartiste tú se queda en el grupo. Para volver necesitas una invitación.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Delete “{name}” for everybody?</source>
        <translation>¿Eliminar «{name}» para todos?</translation>
    </message>
    <message>
        <source>What the group shares goes from everybody’s computers, also what you shared. Take back what you want to keep before. This cannot be undone.</source>
        <translation>Lo que comparte el grupo se quita de los ordenadores de todos, también lo que compartiste tú. Recupera antes lo que quieras conservar. Esto no se puede deshacer.</translation>
    </message>
    <message>
        <source>Delete the group</source>
        <translation>Eliminar el grupo</translation>
    </message>
    <message>
        <source>Remove {name} from the group?</source>
        <translation>¿Quitar a {name} del grupo?</translation>
    </message>
    <message>
        <source>What the group shares goes from their computers the next time they connect.</source>
        <translation>Lo que comparte el grupo se quita de sus ordenadores la próxima vez que se conecten.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Hand the group over to {name}?</source>
        <translation>¿Ceder el grupo a {name}?</translation>
    </message>
    <message>
        <source>They can then do everything, and only they can hand it back. You become a manager.</source>
        <translation>Entonces podrá hacerlo todo, y solo esa persona puede devolvértelo. Tú pasas a ser gestor.</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>Ceder</translation>
    </message>
</context>
<context>
    <name>HeaderMeter</name>
    <message>
        <source>Opens usage</source>
        <translation>Abre el uso</translation>
    </message>
</context>
<context>
    <name>HistoryPane</name>
    <message>
        <source>What to show</source>
        <translation>Qué mostrar</translation>
    </message>
    <message>
        <source>How many days</source>
        <translation>Cuántos días</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 días</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 días</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 días</translation>
    </message>
    <message>
        <source>Used per day</source>
        <translation>Usado por día</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>Día (UTC)</translation>
    </message>
    <message>
        <source>Nothing was used in these days. What you ask the AI of your account will be counted here.</source>
        <translation>No se ha usado nada en estos días. Lo que preguntes a la IA de tu cuenta se contará aquí.</translation>
    </message>
    <message>
        <source>How to add up</source>
        <translation>Cómo sumar</translation>
    </message>
    <message>
        <source>By service</source>
        <translation>Por servicio</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Por modelo</translation>
    </message>
    <message>
        <source>What it cost</source>
        <translation>Lo que ha costado</translation>
    </message>
    <message>
        <source>At the prices of your server. Your plan covers it: you pay nothing besides. Models on this computer and your own keys are not in it.</source>
        <translation>A los precios de tu servidor. Tu plan lo cubre: no pagas nada más. Los modelos de este ordenador y tus propias claves no cuentan aquí.</translation>
    </message>
    <message numerus="yes">
        <source>{title}: {amount} in %n day(s)</source>
        <translation>
            <numerusform>{title}: {amount} en %n día</numerusform>
            <numerusform>{title}: {amount} en %n días</numerusform>
        </translation>
    </message>
    <message>
        <source>Most on {day}: {amount}. On average {average} a day.</source>
        <translation>El día con más: {day}, {amount}. De media, {average} al día.</translation>
    </message>
</context>
<context>
    <name>HostBar</name>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>+{seconds} s</source>
        <translation>+{seconds} s</translation>
    </message>
    <message>
        <source>{seconds} more seconds</source>
        <translation>{seconds} segundos más</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Saltar</translation>
    </message>
    <message>
        <source>{words} (Space)</source>
        <translation>{words} (Espacio)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
</context>
<context>
    <name>HostPage</name>
    <message>
        <source>Live quiz</source>
        <translation>Cuestionario en vivo</translation>
    </message>
    <message>
        <source>Back; the game goes on</source>
        <translation>Atrás; la partida sigue</translation>
    </message>
    <message>
        <source>Let nobody new in</source>
        <translation>No dejar entrar a nadie más</translation>
    </message>
    <message>
        <source>Projector</source>
        <translation>Proyector</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Show the players</source>
        <translation>Mostrar a los jugadores</translation>
    </message>
    <message>
        <source>Other games that run</source>
        <translation>Otras partidas en curso</translation>
    </message>
    <message>
        <source>End the game…</source>
        <translation>Terminar la partida…</translation>
    </message>
    <message>
        <source>The link is copied</source>
        <translation>El enlace está copiado</translation>
    </message>
    <message>
        <source>{seconds} more seconds</source>
        <translation>{seconds} segundos más</translation>
    </message>
    <message>
        <source>Use other devices…</source>
        <translation>Usar otros dispositivos…</translation>
    </message>
    <message>
        <source>What the big button says</source>
        <translation>Lo que dice el botón grande</translation>
    </message>
    <message>
        <source>Pause or go on</source>
        <translation>Pausar o seguir</translation>
    </message>
    <message>
        <source>Skip this question</source>
        <translation>Saltar esta pregunta</translation>
    </message>
    <message>
        <source>Let nobody new in, or open again</source>
        <translation>Cerrar o volver a abrir la entrada</translation>
    </message>
    <message>
        <source>Open or close the projector&apos;s window</source>
        <translation>Abrir o cerrar la ventana del proyector</translation>
    </message>
    <message>
        <source>Find a player</source>
        <translation>Buscar a un jugador</translation>
    </message>
    <message>
        <source>What can be done with a player</source>
        <translation>Qué se puede hacer con un jugador</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Rename a player</source>
        <translation>Cambiar el nombre de un jugador</translation>
    </message>
    <message>
        <source>Take a player out</source>
        <translation>Sacar a un jugador</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Live quizzes</source>
        <translation>Cuestionarios en vivo</translation>
    </message>
    <message>
        <source>PIN {pin}</source>
        <translation>PIN {pin}</translation>
    </message>
    <message>
        <source>Let players in again</source>
        <translation>Volver a dejar entrar</translation>
    </message>
    <message>
        <source>Close projector</source>
        <translation>Cerrar proyector</translation>
    </message>
    <message>
        <source>Connecting to the game again. Answers that players saw as sent are kept.</source>
        <translation>Conectando de nuevo con la partida. Las respuestas que se vieron enviadas están guardadas.</translation>
    </message>
    <message>
        <source>This game is no longer on this computer. Its results are in your reports.</source>
        <translation>Esta partida ya no está en este ordenador. Sus resultados están en tus informes.</translation>
    </message>
    <message>
        <source>The disk takes no answers at the moment: the game is paused until it does.</source>
        <translation>El disco no admite respuestas en este momento: la partida queda en pausa hasta que lo haga.</translation>
    </message>
    <message>
        <source>The disk is full: the game is paused until there is room. Delete something large.</source>
        <translation>El disco está lleno: la partida queda en pausa hasta que haya sitio. Borra algo grande.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>The game ends for all players now and cannot be opened again. What was answered so far is kept in your reports.</source>
        <translation>La partida termina ahora para todos y no se puede volver a abrir. Lo respondido hasta ahora queda en tus informes.</translation>
    </message>
    <message>
        <source>End the game for everyone?</source>
        <translation>¿Terminar la partida para todos?</translation>
    </message>
    <message>
        <source>End the game</source>
        <translation>Terminar la partida</translation>
    </message>
</context>
<context>
    <name>HostWords</name>
    <message>
        <source>Show the results</source>
        <translation>Mostrar los resultados</translation>
    </message>
    <message>
        <source>Show the right answer</source>
        <translation>Mostrar la solución</translation>
    </message>
    <message>
        <source>Hand out the questions</source>
        <translation>Repartir las preguntas</translation>
    </message>
    <message>
        <source>Start the game</source>
        <translation>Empezar la partida</translation>
    </message>
    <message>
        <source>Collect from everyone</source>
        <translation>Recoger a todos</translation>
    </message>
    <message>
        <source>Show the podium</source>
        <translation>Mostrar el podio</translation>
    </message>
    <message>
        <source>Show the answers now</source>
        <translation>Mostrar ya las respuestas</translation>
    </message>
    <message>
        <source>Stop answering</source>
        <translation>Cerrar las respuestas</translation>
    </message>
    <message>
        <source>Show the board</source>
        <translation>Mostrar la clasificación</translation>
    </message>
    <message>
        <source>Next question</source>
        <translation>Siguiente pregunta</translation>
    </message>
    <message>
        <source>End the game</source>
        <translation>Terminar la partida</translation>
    </message>
    <message>
        <source>The game is over</source>
        <translation>La partida ha terminado</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Being read</source>
        <translation>Se está leyendo</translation>
    </message>
    <message>
        <source>Answers are open</source>
        <translation>Respuestas abiertas</translation>
    </message>
    <message>
        <source>Answers are closed</source>
        <translation>Respuestas cerradas</translation>
    </message>
    <message>
        <source>Results are shown</source>
        <translation>Se ven los resultados</translation>
    </message>
    <message>
        <source>Question {number} of {count}</source>
        <translation>Pregunta {number} de {count}</translation>
    </message>
    <message>
        <source>up to {points} points</source>
        <translation>hasta {points} puntos</translation>
    </message>
    <message>
        <source>{answered} of {all} have answered</source>
        <translation>{answered} de {all} han respondido</translation>
    </message>
    <message>
        <source>The game had moved on already, so nothing was done.</source>
        <translation>La partida ya había avanzado, así que no se hizo nada.</translation>
    </message>
    <message>
        <source>That is not possible at this moment of the game.</source>
        <translation>Eso no es posible en este momento de la partida.</translation>
    </message>
    <message>
        <source>This player is no longer in the game.</source>
        <translation>Este jugador ya no está en la partida.</translation>
    </message>
    <message>
        <source>This name is taken, or it is not one for a classroom.</source>
        <translation>Este nombre está ocupado o no es propio de un aula.</translation>
    </message>
    <message>
        <source>The game could not do that.</source>
        <translation>La partida no pudo hacerlo.</translation>
    </message>
    <message>
        <source>{name} is out of the game</source>
        <translation>{name} está fuera de la partida</translation>
    </message>
    <message>
        <source>{name} is out and cannot come back</source>
        <translation>{name} está fuera y no puede volver</translation>
    </message>
    <message>
        <source>The player is now called {name}</source>
        <translation>El jugador ahora se llama {name}</translation>
    </message>
    <message>
        <source>{name} is in another team</source>
        <translation>{name} está en otro equipo</translation>
    </message>
    <message>
        <source>Question {name} counts differently now</source>
        <translation>La pregunta {name} cuenta ahora de otra forma</translation>
    </message>
    <message>
        <source>“{name}” counts as right</source>
        <translation>«{name}» cuenta como correcta</translation>
    </message>
    <message>
        <source>“{name}” counts as wrong</source>
        <translation>«{name}» cuenta como errónea</translation>
    </message>
    <message>
        <source>“{name}” is hidden on all screens</source>
        <translation>«{name}» está oculta en todas las pantallas</translation>
    </message>
    <message>
        <source>asks to be let in</source>
        <translation>pide entrar</translation>
    </message>
    <message>
        <source>out of the game</source>
        <translation>fuera de la partida</translation>
    </message>
    <message>
        <source>out for good</source>
        <translation>fuera para siempre</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>sin conexión</translation>
    </message>
    <message>
        <source>looks at something else</source>
        <translation>mira otra cosa</translation>
    </message>
    <message>
        <source>has answered</source>
        <translation>ha respondido</translation>
    </message>
    <message>
        <source>is still thinking</source>
        <translation>aún piensa</translation>
    </message>
    <message>
        <source>has handed in</source>
        <translation>ha entregado</translation>
    </message>
    <message>
        <source>is here</source>
        <translation>está aquí</translation>
    </message>
    <message>
        <source>battery low</source>
        <translation>batería baja</translation>
    </message>
    <message>
        <source>slow connection</source>
        <translation>conexión lenta</translation>
    </message>
    <message>
        <source>taps very fast</source>
        <translation>toca muy rápido</translation>
    </message>
    <message>
        <source>no time limit</source>
        <translation>sin límite de tiempo</translation>
    </message>
    <message>
        <source>the usual time</source>
        <translation>el tiempo normal</translation>
    </message>
    <message>
        <source>{factor} × time</source>
        <translation>tiempo × {factor}</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import questions</source>
        <translation>Importar preguntas</translation>
    </message>
    <message>
        <source>Title of the new quiz</source>
        <translation>Título del cuestionario nuevo</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) can be taken</source>
        <translation>
            <numerusform>Se puede tomar %n pregunta</numerusform>
            <numerusform>Se pueden tomar %n preguntas</numerusform>
        </translation>
    </message>
    <message>
        <source>No question was found</source>
        <translation>No se encontró ninguna pregunta</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) did not come in</source>
        <translation>
            <numerusform>%n fila no se añadió</numerusform>
            <numerusform>%n filas no se añadieron</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to look at</source>
        <translation>
            <numerusform>%n cosa que revisar</numerusform>
            <numerusform>%n cosas que revisar</numerusform>
        </translation>
    </message>
    <message>
        <source>Row {row}: {what}</source>
        <translation>Fila {row}: {what}</translation>
    </message>
    <message>
        <source>What comes in</source>
        <translation>Lo que se añade</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Add to this quiz</source>
        <translation>Añadir a este cuestionario</translation>
    </message>
    <message>
        <source>Make the quiz</source>
        <translation>Crear el cuestionario</translation>
    </message>
</context>
<context>
    <name>ImportFailuresDialog</name>
    <message>
        <source>Files that were not added</source>
        <translation>Archivos que no se han añadido</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be added</source>
        <translation>
            <numerusform>No se ha podido añadir %n archivo</numerusform>
            <numerusform>No se han podido añadir %n archivos</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything else is in your library. These files were not changed.</source>
        <translation>Todo lo demás está en tu biblioteca. Estos archivos no se han modificado.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>InlineError</name>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Copiar detalles</translation>
    </message>
</context>
<context>
    <name>InvitationRow</name>
    <message numerus="yes">
        <source>%n use(s) left</source>
        <translation>
            <numerusform>queda %n uso</numerusform>
            <numerusform>quedan %n usos</numerusform>
        </translation>
    </message>
    <message>
        <source>until {date}</source>
        <translation>hasta el {date}</translation>
    </message>
    <message>
        <source>Withdraw: {email}</source>
        <translation>Retirar: {email}</translation>
    </message>
    <message>
        <source>By link</source>
        <translation>Por enlace</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Retirar</translation>
    </message>
</context>
<context>
    <name>InvitationsDialog</name>
    <message>
        <source>Invite to {place}</source>
        <translation>Invitar a {place}</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>Invitar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Where the server sends mail, the link goes there; otherwise pass it on yourself.</source>
        <translation>Si el servidor envía correo, el enlace llega allí; si no, pásalo tú.</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rol</translation>
    </message>
    <message>
        <source>Open invitations</source>
        <translation>Invitaciones abiertas</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Copiar el enlace</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>For {email}: {url}</source>
        <translation>Para {email}: {url}</translation>
    </message>
</context>
<context>
    <name>InviteDialog</name>
    <message>
        <source>Invite to “{name}”</source>
        <translation>Invitar a «{name}»</translation>
    </message>
    <message>
        <source>Make the link</source>
        <translation>Crear el enlace</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>Good for</source>
        <translation>Válido durante</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n día</numerusform>
            <numerusform>%n días</numerusform>
        </translation>
    </message>
    <message>
        <source>They come in as</source>
        <translation>Entran como</translation>
    </message>
    <message>
        <source>How many people may use the link</source>
        <translation>Cuántas personas pueden usar el enlace</translation>
    </message>
    <message>
        <source>The link works for</source>
        <translation>El enlace funciona durante</translation>
    </message>
    <message>
        <source>May stay empty. With it only this person can use the invitation; it is mailed if the server sends mails.</source>
        <translation>Puede quedar vacío. Con él, solo esta persona puede usar la invitación; se envía por correo si el servidor envía correos.</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo electrónico</translation>
    </message>
    <message>
        <source>Code that opens the invitation</source>
        <translation>Código que abre la invitación</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Copiar el enlace</translation>
    </message>
    <message>
        <source>Invitation link</source>
        <translation>Enlace de invitación</translation>
    </message>
    <message>
        <source>Works until {date}. Anyone who has it can join, so hand it only to those you mean.</source>
        <translation>Funciona hasta el {date}. Cualquiera que lo tenga puede entrar, así que dáselo solo a quien quieras.</translation>
    </message>
    <message>
        <source>Mailed to {email}. You can also hand it on yourself.</source>
        <translation>Enviado a {email}. También puedes pasarlo tú.</translation>
    </message>
    <message>
        <source>This server sends no mails: hand the link on yourself. Only {email} can use it.</source>
        <translation>Este servidor no envía correos: entrega tú el enlace. Solo {email} puede usarlo.</translation>
    </message>
    <message>
        <source>The link in the mail names {address}, which leads nowhere for others. Hand this one on yourself, and tell whoever runs the server to set its public address.</source>
        <translation>El enlace del mensaje nombra {address}, que a otros no les lleva a ninguna parte. Pasa tú este, y avisa a quien lleva el servidor de que ponga su dirección pública.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
</context>
<context>
    <name>ItemActions</name>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Descargar</translation>
    </message>
    <message>
        <source>Ask about this</source>
        <translation>Preguntar sobre esto</translation>
    </message>
    <message>
        <source>Search in this</source>
        <translation>Buscar en esto</translation>
    </message>
    <message>
        <source>Make a quiz from this…</source>
        <translation>Hacer un cuestionario con esto…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Etiquetas…</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>Mover a</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Detalles…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Turn into text again</source>
        <translation>Volver a convertir en texto</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>Nueva colección…</translation>
    </message>
</context>
<context>
    <name>ItemDelegate</name>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Waiting for its turn</source>
        <translation>Esperando su turno</translation>
    </message>
    <message>
        <source>Turning into text</source>
        <translation>Convirtiendo en texto</translation>
    </message>
    <message>
        <source>Preparing for search</source>
        <translation>Preparando la búsqueda</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>No está en este ordenador</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Ha fallado</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelado</translation>
    </message>
    <message>
        <source>Waiting for the speech model</source>
        <translation>Esperando el modelo de voz</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Running work</source>
        <translation>Trabajo en curso</translation>
    </message>
    <message>
        <source>Nothing is running. What you add to the library is worked on here.</source>
        <translation>No hay nada en curso. Aquí se trabaja lo que añadas a la biblioteca.</translation>
    </message>
</context>
<context>
    <name>JoinDialog</name>
    <message>
        <source>Join a group</source>
        <translation>Unirse a un grupo</translation>
    </message>
    <message>
        <source>Paste the link you were sent, or the code at its end.</source>
        <translation>Pega el enlace que te enviaron, o el código del final.</translation>
    </message>
    <message>
        <source>Invitation link</source>
        <translation>Enlace de invitación</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ver qué es</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Unirse</translation>
    </message>
    <message>
        <source>{name} invites you.</source>
        <translation>{name} te invita.</translation>
    </message>
    <message>
        <source>You come in as: {role}. {help}</source>
        <translation>Entras como: {role}. {help}</translation>
    </message>
    <message>
        <source>You are in this group already.</source>
        <translation>Ya estás en este grupo.</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Abrirlo</translation>
    </message>
</context>
<context>
    <name>JoinPage</name>
    <message>
        <source>Join a quiz</source>
        <translation>Entrar en un cuestionario</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>In this network</source>
        <translation>En esta red</translation>
    </message>
    <message>
        <source>You cannot go on with this game on this computer then.</source>
        <translation>Después ya no podrás seguir con esta partida en este ordenador.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) that nobody has yet are lost.</source>
        <translation>
            <numerusform>Se pierde %n respuesta que aún no tiene nadie.</numerusform>
            <numerusform>Se pierden %n respuestas que aún no tiene nadie.</numerusform>
        </translation>
    </message>
    <message>
        <source>Give up “{title}”?</source>
        <translation>¿Abandonar «{title}»?</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Abandonar</translation>
    </message>
    <message>
        <source>My results</source>
        <translation>Mis resultados</translation>
    </message>
    <message>
        <source>Removed “{title}”</source>
        <translation>«{title}» eliminado</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>KeyPart</name>
    <message>
        <source>Paste your key</source>
        <translation>Pega tu clave</translation>
    </message>
    <message>
        <source>Your key</source>
        <translation>Tu clave</translation>
    </message>
    <message>
        <source>In this computer&apos;s key store (safest)</source>
        <translation>En el almacén de claves de este ordenador (lo más seguro)</translation>
    </message>
    <message>
        <source>Only until Lantern is closed</source>
        <translation>Solo hasta que se cierre Lantern</translation>
    </message>
    <message>
        <source>In a file that only your user account can read</source>
        <translation>En un archivo que solo tu cuenta de usuario puede leer</translation>
    </message>
    <message>
        <source>Keep key</source>
        <translation>Guardar clave</translation>
    </message>
    <message>
        <source>Forget key</source>
        <translation>Olvidar clave</translation>
    </message>
    <message>
        <source>Where to get a key</source>
        <translation>Dónde conseguir una clave</translation>
    </message>
    <message>
        <source>No key is kept.</source>
        <translation>No hay ninguna clave guardada.</translation>
    </message>
    <message>
        <source>Not needed by most local servers.</source>
        <translation>La mayoría de los servidores locales no la necesita.</translation>
    </message>
    <message>
        <source>Kept in this computer&apos;s key store.</source>
        <translation>Guardada en el almacén de claves de este ordenador.</translation>
    </message>
    <message>
        <source>Kept until Lantern is closed.</source>
        <translation>Guardada hasta que se cierre Lantern.</translation>
    </message>
    <message>
        <source>Kept in a file that only your user account can read.</source>
        <translation>Guardada en un archivo que solo tu cuenta de usuario puede leer.</translation>
    </message>
    <message>
        <source> It ends in {hint}.</source>
        <translation> Termina en {hint}.</translation>
    </message>
    <message>
        <source>This computer offers no key store.</source>
        <translation>Este ordenador no ofrece un almacén de claves.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Guardarla</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Window</source>
        <translation>Ventana</translation>
    </message>
    <message>
        <source>Go to {page}</source>
        <translation>Ir a {page}</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Volver</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Añadir archivos</translation>
    </message>
    <message>
        <source>Show or hide running work</source>
        <translation>Mostrar u ocultar el trabajo en curso</translation>
    </message>
    <message>
        <source>Show or hide how sync stands</source>
        <translation>Mostrar u ocultar cómo va la sincronización</translation>
    </message>
    <message>
        <source>Narrow or widen the page list</source>
        <translation>Contraer o expandir la lista de páginas</translation>
    </message>
    <message>
        <source>Open Settings</source>
        <translation>Abrir Ajustes</translation>
    </message>
    <message>
        <source>Show this list</source>
        <translation>Mostrar esta lista</translation>
    </message>
    <message>
        <source>Close Lantern</source>
        <translation>Cerrar Lantern</translation>
    </message>
</context>
<context>
    <name>Kinds</name>
    <message>
        <source>One right answer</source>
        <translation>Una respuesta correcta</translation>
    </message>
    <message>
        <source>True or false</source>
        <translation>Verdadero o falso</translation>
    </message>
    <message>
        <source>Several right answers</source>
        <translation>Varias respuestas correctas</translation>
    </message>
    <message>
        <source>Typed answer</source>
        <translation>Respuesta escrita</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Put in order</source>
        <translation>Poner en orden</translation>
    </message>
    <message>
        <source>Fill the gaps</source>
        <translation>Rellenar los huecos</translation>
    </message>
    <message>
        <source>Match pairs</source>
        <translation>Unir parejas</translation>
    </message>
    <message>
        <source>Poll</source>
        <translation>Encuesta</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Escala</translation>
    </message>
    <message>
        <source>Word cloud</source>
        <translation>Nube de palabras</translation>
    </message>
    <message>
        <source>Information slide</source>
        <translation>Diapositiva informativa</translation>
    </message>
    <message>
        <source>Players choose one of 2 to 9 answers.</source>
        <translation>Los jugadores eligen una de 2 a 9 respuestas.</translation>
    </message>
    <message>
        <source>Players say whether the sentence is true.</source>
        <translation>Los jugadores dicen si la frase es verdadera.</translation>
    </message>
    <message>
        <source>Players choose all answers that are right.</source>
        <translation>Los jugadores eligen todas las respuestas correctas.</translation>
    </message>
    <message>
        <source>Players type a word or a few.</source>
        <translation>Los jugadores escriben una o pocas palabras.</translation>
    </message>
    <message>
        <source>Players type a number or move a slider.</source>
        <translation>Los jugadores escriben un número o mueven un deslizador.</translation>
    </message>
    <message>
        <source>Players put things in order; they see them mixed.</source>
        <translation>Los jugadores ponen las cosas en orden; las ven mezcladas.</translation>
    </message>
    <message>
        <source>Players fill the gaps of a text.</source>
        <translation>Los jugadores rellenan los huecos de un texto.</translation>
    </message>
    <message>
        <source>Players find what belongs together.</source>
        <translation>Los jugadores encuentran lo que va junto.</translation>
    </message>
    <message>
        <source>An opinion; nothing is right or wrong, no points.</source>
        <translation>Una opinión; nada es correcto ni incorrecto, sin puntos.</translation>
    </message>
    <message>
        <source>An opinion as a number; no points.</source>
        <translation>Una opinión en forma de número; sin puntos.</translation>
    </message>
    <message>
        <source>Short words that make a cloud; no points.</source>
        <translation>Palabras cortas que forman una nube; sin puntos.</translation>
    </message>
    <message>
        <source>Something to read; nothing is answered.</source>
        <translation>Algo para leer; no se responde nada.</translation>
    </message>
    <message>
        <source>No words yet</source>
        <translation>Todavía sin texto</translation>
    </message>
</context>
<context>
    <name>LedgerPane</name>
    <message>
        <source>Which entries</source>
        <translation>Qué apuntes</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Save as a table (CSV)</source>
        <translation>Guardar como tabla (CSV)</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>Ver anteriores</translation>
    </message>
    <message>
        <source>Everything that is counted will stand here, entry by entry.</source>
        <translation>Aquí estará todo lo que se cuenta, apunte por apunte.</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Apuntes</translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) shown</source>
        <translation>
            <numerusform>Se muestra %n apunte</numerusform>
            <numerusform>Se muestran %n apuntes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LeftCard</name>
    <message>
        <source>nothing yet</source>
        <translation>nada todavía</translation>
    </message>
    <message>
        <source>{left}, goes with {right}</source>
        <translation>{left}, va con {right}</translation>
    </message>
    <message>
        <source>right</source>
        <translation>correcto</translation>
    </message>
    <message>
        <source>wrong, it is {letter}</source>
        <translation>incorrecto, es {letter}</translation>
    </message>
</context>
<context>
    <name>LentCard</name>
    <message>
        <source>Set aside for offline use</source>
        <translation>Reservado para usar sin conexión</translation>
    </message>
    <message>
        <source>A device that speaks with AI keeps a part of the minutes, so that it can go on without a connection. What it does not use comes back with its next connection.</source>
        <translation>Un dispositivo con el que hablas con la IA guarda una parte de los minutos para poder seguir sin conexión. Lo que no gasta vuelve la próxima vez que se conecta.</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>Turning into text</source>
        <translation>Convirtiendo en texto</translation>
    </message>
    <message>
        <source>Finding passages</source>
        <translation>Buscando pasajes</translation>
    </message>
    <message>
        <source>Preparing for search</source>
        <translation>Preparando la búsqueda</translation>
    </message>
    <message>
        <source>{time}, {cpu} of processor time</source>
        <translation>{time}, {cpu} de procesador</translation>
    </message>
    <message>
        <source>Sound recording</source>
        <translation>Grabación de sonido</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Vídeo</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Waiting to download</source>
        <translation>A la espera de descargarse</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Descargando</translation>
    </message>
    <message>
        <source>Its text is on its way</source>
        <translation>Su texto está llegando</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>No está en este ordenador</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>Sin descargar</translation>
    </message>
    <message>
        <source>Trying again soon: {reason}</source>
        <translation>Nuevo intento en breve: {reason}</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n página</numerusform>
            <numerusform>%n páginas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryDialogs</name>
    <message>
        <source>Add files to your library</source>
        <translation>Añadir archivos a tu biblioteca</translation>
    </message>
    <message>
        <source>Recordings and documents</source>
        <translation>Grabaciones y documentos</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Todos los archivos</translation>
    </message>
    <message>
        <source>Add all recordings and documents of a folder</source>
        <translation>Añadir todas las grabaciones y documentos de una carpeta</translation>
    </message>
    <message>
        <source>You are in no group yet that you could share with.</source>
        <translation>Todavía no estás en ningún grupo con el que puedas compartir.</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>Share “{title}” with</source>
        <translation>Compartir «{title}» con</translation>
    </message>
</context>
<context>
    <name>LibraryFilters</name>
    <message>
        <source>Collection</source>
        <translation>Colección</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Edit collections</source>
        <translation>Editar colecciones</translation>
    </message>
    <message>
        <source>Show as</source>
        <translation>Mostrar como</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Cuadrícula</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Lista</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Quitar filtros</translation>
    </message>
    <message>
        <source>All collections</source>
        <translation>Todas las colecciones</translation>
    </message>
    <message>
        <source>Any tag</source>
        <translation>Cualquier etiqueta</translation>
    </message>
    <message>
        <source>Any kind</source>
        <translation>Cualquier tipo</translation>
    </message>
    <message>
        <source>Sound recordings</source>
        <translation>Grabaciones de sonido</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Vídeos</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documentos</translation>
    </message>
    <message>
        <source>Any state</source>
        <translation>Cualquier estado</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Being worked on</source>
        <translation>En proceso</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Ha fallado</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelado</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>No está en este ordenador</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Lo más nuevo primero</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Lo más antiguo primero</translation>
    </message>
    <message>
        <source>By title</source>
        <translation>Por título</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>Lo más largo primero</translation>
    </message>
    <message>
        <source>By state</source>
        <translation>Por estado</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Library</source>
        <translation>Biblioteca</translation>
    </message>
    <message>
        <source>Find by title or tag</source>
        <translation>Buscar por título o etiqueta</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Añadir una carpeta…</translation>
    </message>
    <message>
        <source>Watched folders…</source>
        <translation>Carpetas vigiladas…</translation>
    </message>
    <message>
        <source>Edit collections…</source>
        <translation>Editar colecciones…</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Grabar</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Añadir archivos</translation>
    </message>
    <message>
        <source>Adding to your library</source>
        <translation>Añadiendo a tu biblioteca</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Elementos</translation>
    </message>
    <message>
        <source>Find an item</source>
        <translation>Buscar un elemento</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Deshacer el último cambio</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Añadir una carpeta</translation>
    </message>
    <message>
        <source>Record from the microphone</source>
        <translation>Grabar con el micrófono</translation>
    </message>
    <message>
        <source>Grid or list</source>
        <translation>Cuadrícula o lista</translation>
    </message>
    <message>
        <source>Tags of the chosen items</source>
        <translation>Etiquetas de lo elegido</translation>
    </message>
    <message>
        <source>Details of an item</source>
        <translation>Detalles de un elemento</translation>
    </message>
    <message>
        <source>Open an item</source>
        <translation>Abrir un elemento</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Rename an item</source>
        <translation>Cambiar el nombre de un elemento</translation>
    </message>
    <message>
        <source>Delete the chosen items</source>
        <translation>Borrar lo elegido</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Choose all items</source>
        <translation>Elegir todo</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be added.</source>
        <translation>
            <numerusform>No se ha podido añadir %n archivo.</numerusform>
            <numerusform>No se han podido añadir %n archivos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>Mostrar por qué</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) wait for a speech model.</source>
        <translation>
            <numerusform>%n elemento espera un modelo de voz.</numerusform>
            <numerusform>%n elementos esperan un modelo de voz.</numerusform>
        </translation>
    </message>
    <message>
        <source>Get the model</source>
        <translation>Obtener el modelo</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) could not be turned into text.</source>
        <translation>
            <numerusform>%n elemento no se ha podido convertir en texto.</numerusform>
            <numerusform>%n elementos no se han podido convertir en texto.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Mostrarlos</translation>
    </message>
    <message>
        <source>Drop a recording or a document here. Lantern turns it into text that you can search and ask about.</source>
        <translation>Suelta aquí una grabación o un documento. Lantern lo convierte en texto en el que puedes buscar y sobre el que puedes preguntar.</translation>
    </message>
    <message>
        <source>Welcome and sample lecture</source>
        <translation>Bienvenida y clase de ejemplo</translation>
    </message>
    <message>
        <source>Nothing here matches “{query}”.</source>
        <translation>Aquí no hay nada que coincida con «{query}».</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Nothing here fits these filters.</source>
        <translation>Aquí no hay nada que cumpla estos filtros.</translation>
    </message>
    <message>
        <source>{count} of {all} chosen</source>
        <translation>{count} de {all} elegidos</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n elemento</numerusform>
            <numerusform>%n elementos</numerusform>
        </translation>
    </message>
    <message>
        <source>{number} of {count}: {name}</source>
        <translation>{number} de {count}: {name}</translation>
    </message>
</context>
<context>
    <name>LibraryReports</name>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Your recording is in the library</source>
        <translation>Tu grabación está en la biblioteca</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Adding was stopped. What was added before is in your library.</source>
        <translation>Has detenido la importación. Lo añadido antes está en tu biblioteca.</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) deleted</source>
        <translation>
            <numerusform>%n elemento borrado</numerusform>
            <numerusform>%n elementos borrados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) moved to “{title}”</source>
        <translation>
            <numerusform>%n elemento movido a «{title}»</numerusform>
            <numerusform>%n elementos movidos a «{title}»</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n item(s) changed</source>
        <translation>
            <numerusform>Etiquetas de %n elemento cambiadas</numerusform>
            <numerusform>Etiquetas de %n elementos cambiadas</numerusform>
        </translation>
    </message>
    <message>
        <source>Renamed to “{title}”</source>
        <translation>Ahora se llama «{title}»</translation>
    </message>
    <message>
        <source>Details of “{title}” changed</source>
        <translation>Detalles de «{title}» cambiados</translation>
    </message>
    <message>
        <source>Collection “{title}” deleted</source>
        <translation>Colección «{title}» borrada</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) will be turned into text again</source>
        <translation>
            <numerusform>%n elemento se volverá a convertir en texto</numerusform>
            <numerusform>%n elementos se volverán a convertir en texto</numerusform>
        </translation>
    </message>
    <message>
        <source>“{title}” is shared</source>
        <translation>«{title}» está compartido</translation>
    </message>
    <message>
        <source>Choice for the files of “{title}” changed</source>
        <translation>Elección para los archivos de «{title}» cambiada</translation>
    </message>
    <message>
        <source>“{title}” is only for you now</source>
        <translation>«{title}» ahora es solo para ti</translation>
    </message>
    <message numerus="yes">
        <source>Work on %n item(s) cancelled</source>
        <translation>
            <numerusform>Trabajo cancelado en %n elemento</numerusform>
            <numerusform>Trabajo cancelado en %n elementos</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleted “{title}”</source>
        <translation>«{title}» borrado</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) added from your watched folders</source>
        <translation>
            <numerusform>%n elemento añadido desde tus carpetas vigiladas</numerusform>
            <numerusform>%n elementos añadidos desde tus carpetas vigiladas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) added</source>
        <translation>
            <numerusform>%n elemento añadido</numerusform>
            <numerusform>%n elementos añadidos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were in your library already</source>
        <translation>
            <numerusform>%n archivo ya estaba en tu biblioteca</numerusform>
            <numerusform>%n archivos ya estaban en tu biblioteca</numerusform>
        </translation>
    </message>
    <message>
        <source>“{name}” is in your library already</source>
        <translation>«{name}» ya está en tu biblioteca</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be added</source>
        <translation>
            <numerusform>No se ha podido añadir %n archivo</numerusform>
            <numerusform>No se han podido añadir %n archivos</numerusform>
        </translation>
    </message>
    <message>
        <source>“{name}” was not added. {reason}</source>
        <translation>«{name}» no se ha añadido. {reason}</translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>Mostrar por qué</translation>
    </message>
</context>
<context>
    <name>LibraryView</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n elemento</numerusform>
            <numerusform>%n elementos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineEditor</name>
    <message>
        <source>Text of this line</source>
        <translation>Texto de esta línea</translation>
    </message>
    <message>
        <source>Who speaks</source>
        <translation>Quién habla</translation>
    </message>
    <message>
        <source>In all lines of {name}</source>
        <translation>En todas las líneas de {name}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>LinesEditor</name>
    <message>
        <source>Remove “{name}”</source>
        <translation>Quitar «{name}»</translation>
    </message>
</context>
<context>
    <name>LinkDialog</name>
    <message>
        <source>Link {provider}?</source>
        <translation>¿Vincular {provider}?</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Vincular</translation>
    </message>
    <message>
        <source>Whoever can sign in at {provider} as {who} will then be able to sign in here. Type the password of your account here, so that nobody else links one.</source>
        <translation>Quien pueda entrar en {provider} como {who} podrá también iniciar sesión aquí. Escribe la contraseña de tu cuenta de aquí, para que no vincule una cualquiera.</translation>
    </message>
    <message>
        <source>Your password</source>
        <translation>Tu contraseña</translation>
    </message>
</context>
<context>
    <name>LobbyPane</name>
    <message numerus="yes">
        <source>%n player(s) here</source>
        <translation>
            <numerusform>%n jugador aquí</numerusform>
            <numerusform>%n jugadores aquí</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is here yet. Names appear as they come.</source>
        <translation>Aún no hay nadie. Los nombres aparecen según llegan.</translation>
    </message>
    <message>
        <source>The door is closed: nobody new comes in.</source>
        <translation>La puerta está cerrada: no entra nadie nuevo.</translation>
    </message>
    <message>
        <source>{count} of them not connected now; their places are kept.</source>
        <translation>{count} de ellos sin conexión ahora; se les guarda el sitio.</translation>
    </message>
</context>
<context>
    <name>LobbyView</name>
    <message>
        <source>You are in as</source>
        <translation>Has entrado como</translation>
    </message>
    <message>
        <source>Team {team}</source>
        <translation>Equipo {team}</translation>
    </message>
    <message numerus="yes">
        <source>%n player(s) are here</source>
        <translation>
            <numerusform>%n jugador está aquí</numerusform>
            <numerusform>%n jugadores están aquí</numerusform>
        </translation>
    </message>
    <message>
        <source>The questions come when your teacher hands them out.</source>
        <translation>Las preguntas llegan cuando tu docente las reparte.</translation>
    </message>
    <message>
        <source>The game begins when your teacher starts it. You can leave this window open and look up.</source>
        <translation>La partida empieza cuando tu docente la inicie. Puedes dejar esta ventana abierta y mirar al frente.</translation>
    </message>
    <message>
        <source>If you have to change to another device, come back with the PIN {pin} and the code {code}.</source>
        <translation>Si tienes que cambiar de dispositivo, vuelve con el PIN {pin} y el código {code}.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Get more</source>
        <translation>Conseguir más</translation>
    </message>
    <message>
        <source>See usage</source>
        <translation>Ver el uso</translation>
    </message>
    <message>
        <source>Your library was restored.</source>
        <translation>Tu biblioteca se ha restaurado.</translation>
    </message>
    <message>
        <source>Close Lantern while it is working?</source>
        <translation>¿Cerrar Lantern mientras trabaja?</translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s) or document(s) are not finished. Work stops now and goes on by itself the next time you open Lantern. Nothing that is done is lost.</source>
        <translation>
            <numerusform>%n grabación o documento no está terminado. El trabajo se detiene ahora y sigue solo la próxima vez que abras Lantern. No se pierde nada de lo hecho.</numerusform>
            <numerusform>%n grabaciones o documentos no están terminados. El trabajo se detiene ahora y sigue solo la próxima vez que abras Lantern. No se pierde nada de lo hecho.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close Lantern</source>
        <translation>Cerrar Lantern</translation>
    </message>
</context>
<context>
    <name>MarginDialog</name>
    <message>
        <source>Set the margin</source>
        <translation>Poner el margen</translation>
    </message>
    <message>
        <source>What people are charged is the cost and this much on top, rounded up once for each call. The most particular margin counts: model and plan, then the model, then the plan, then all.</source>
        <translation>Se cobra el coste y este tanto encima, redondeado hacia arriba una vez por llamada. Vale el margen más particular: modelo y plan, luego el modelo, luego el plan, luego todo.</translation>
    </message>
    <message>
        <source>On top of the cost, in percent</source>
        <translation>Encima del coste, en tanto por ciento</translation>
    </message>
    <message>
        <source>Have the more general one</source>
        <translation>Usar el más general</translation>
    </message>
</context>
<context>
    <name>MarginsCard</name>
    <message>
        <source>Margin</source>
        <translation>Margen</translation>
    </message>
    <message>
        <source>Every plan</source>
        <translation>Todos los planes</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Cambiar…</translation>
    </message>
    <message>
        <source>Change the margin: {plan}</source>
        <translation>Cambiar el margen: {plan}</translation>
    </message>
</context>
<context>
    <name>MarkingPane</name>
    <message>
        <source>Count them</source>
        <translation>Contarlas</translation>
    </message>
    <message>
        <source>Do not count them</source>
        <translation>No contarlas</translation>
    </message>
    <message>
        <source>From “{title}”</source>
        <translation>De «{title}»</translation>
    </message>
    <message>
        <source>Let this question count again</source>
        <translation>Volver a contar esta pregunta</translation>
    </message>
    <message>
        <source>Take this question out of the points</source>
        <translation>Quitar esta pregunta de los puntos</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) came just after the end.</source>
        <translation>
            <numerusform>%n respuesta llegó justo después del final.</numerusform>
            <numerusform>%n respuestas llegaron justo después del final.</numerusform>
        </translation>
    </message>
    <message>
        <source>What was typed. Accept what you would have said yes to:</source>
        <translation>Lo que se escribió. Acepta lo que habrías dado por bueno:</translation>
    </message>
    <message>
        <source>Words on the screens. Hide what does not belong there:</source>
        <translation>Palabras en las pantallas. Oculta lo que no deba estar ahí:</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Correcto</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Mal</translation>
    </message>
    <message>
        <source>Count as wrong</source>
        <translation>Dar por mala</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Count “{text}” as wrong</source>
        <translation>Dar «{text}» por mala</translation>
    </message>
    <message>
        <source>Accept “{text}”</source>
        <translation>Aceptar «{text}»</translation>
    </message>
    <message>
        <source>Show “{word}” again</source>
        <translation>Volver a mostrar «{word}»</translation>
    </message>
    <message>
        <source>Hide “{word}”</source>
        <translation>Ocultar «{word}»</translation>
    </message>
</context>
<context>
    <name>MatchingEditor</name>
    <message>
        <source>Write what belongs together side by side. Players see it mixed.</source>
        <translation>Escribe lado a lado lo que va junto. Los jugadores lo ven mezclado.</translation>
    </message>
</context>
<context>
    <name>MatchingPairs</name>
    <message>
        <source>nothing yet</source>
        <translation>nada todavía</translation>
    </message>
    <message>
        <source>{left} goes with {right}</source>
        <translation>{left} va con {right}</translation>
    </message>
</context>
<context>
    <name>MeaningPage</name>
    <message>
        <source>Passages prepared</source>
        <translation>Pasajes preparados</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>En este ordenador</translation>
    </message>
    <message>
        <source>Local or other server</source>
        <translation>Servidor local u otro</translation>
    </message>
    <message>
        <source>How meaning is searched</source>
        <translation>Cómo se busca por significado</translation>
    </message>
    <message>
        <source>Search finds words, and passages that mean the same. On this computer that costs nothing and nothing is sent.</source>
        <translation>La búsqueda encuentra palabras y también pasajes que significan lo mismo. En este ordenador no cuesta nada y no se envía nada.</translation>
    </message>
    <message>
        <source>Embedding model</source>
        <translation>Modelo de vectores</translation>
    </message>
    <message>
        <source>As the server calls it. For Ollama, first run: ollama pull nomic-embed-text</source>
        <translation>Como lo llama el servidor. Con Ollama, ejecuta antes: ollama pull nomic-embed-text</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Dirección del servidor</translation>
    </message>
    <message>
        <source>Ollama: http://localhost:11434/v1</source>
        <translation>Ollama: http://localhost:11434/v1</translation>
    </message>
    <message>
        <source>The text of your whole library is sent to OpenAI now, and later everything you add and every question you search for. OpenAI charges your account for it: now at most {tokens} tokens for {passages} passages. You can change back at any time; from then on nothing is sent.</source>
        <translation>El texto de toda tu biblioteca se envía ahora a OpenAI y, más adelante, todo lo que añadas y cada pregunta que busques. OpenAI lo cobra a tu cuenta: ahora, como mucho {tokens} tokens por {passages} pasajes. Puedes volver atrás cuando quieras; desde ese momento no se envía nada.</translation>
    </message>
    <message>
        <source>Send your library to OpenAI?</source>
        <translation>¿Enviar tu biblioteca a OpenAI?</translation>
    </message>
    <message>
        <source>Search with OpenAI</source>
        <translation>Buscar con OpenAI</translation>
    </message>
    <message>
        <source>The text of your whole library and every question you search for are sent to this server.</source>
        <translation>El texto de toda tu biblioteca y cada pregunta que busques se envían a este servidor.</translation>
    </message>
    <message>
        <source>The text of your whole library and every question you search for are sent to OpenAI, which charges your account for them. It needs your own OpenAI key; the one for answers is the same. Choose it only for material that you may pass on.</source>
        <translation>El texto de toda tu biblioteca y cada pregunta que busques se envían a OpenAI, que lo cobra a tu cuenta. Hace falta tu propia clave de OpenAI; es la misma que la de las respuestas. Elígelo solo para material que puedas compartir.</translation>
    </message>
    <message>
        <source>Paste your key to begin. Until then search goes on as before.</source>
        <translation>Pega tu clave para empezar. Hasta entonces la búsqueda sigue como antes.</translation>
    </message>
    <message>
        <source>Name a model to begin. Until then search goes on as before.</source>
        <translation>Escribe un modelo para empezar. Hasta entonces la búsqueda sigue como antes.</translation>
    </message>
    <message>
        <source>Your library is empty: there is nothing to prepare yet.</source>
        <translation>Tu biblioteca está vacía: aún no hay nada que preparar.</translation>
    </message>
    <message>
        <source>All passages are ready to be found by meaning: {count}.</source>
        <translation>Todos los pasajes están listos para encontrarse por significado: {count}.</translation>
    </message>
    <message>
        <source>{done} of {all} passages are ready. Search goes on as before until all of them are.</source>
        <translation>{done} de {all} pasajes están listos. La búsqueda sigue como antes hasta que lo estén todos.</translation>
    </message>
</context>
<context>
    <name>MediaBox</name>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>A picture, sound or film of this question could not be shown here.</source>
        <translation>Una imagen, un sonido o un vídeo de esta pregunta no se ha podido mostrar aquí.</translation>
    </message>
</context>
<context>
    <name>MediaField</name>
    <message>
        <source>Add a picture, sound or film</source>
        <translation>Añadir una imagen, un sonido o un vídeo</translation>
    </message>
    <message>
        <source>Description for those who cannot see or hear it</source>
        <translation>Descripción para quien no puede verlo u oírlo</translation>
    </message>
    <message>
        <source>What does it show?</source>
        <translation>¿Qué muestra?</translation>
    </message>
    <message>
        <source>What does it show or say?</source>
        <translation>¿Qué muestra o dice?</translation>
    </message>
    <message>
        <source>Take another file</source>
        <translation>Elegir otro archivo</translation>
    </message>
    <message>
        <source>Take the picture, sound or film away</source>
        <translation>Quitar la imagen, el sonido o el vídeo</translation>
    </message>
    <message>
        <source>Pictures, sounds and films</source>
        <translation>Imágenes, sonidos y vídeos</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Todos los archivos</translation>
    </message>
</context>
<context>
    <name>MemberRow</name>
    <message>
        <source>{name} (you)</source>
        <translation>{name} (tú)</translation>
    </message>
    <message>
        <source>Since {date}</source>
        <translation>Desde el {date}</translation>
    </message>
    <message>
        <source>Owner: hand over…</source>
        <translation>Propietario: ceder…</translation>
    </message>
    <message>
        <source>Role of {name}</source>
        <translation>Función de {name}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>Quitar a {name}</translation>
    </message>
</context>
<context>
    <name>MessageScene</name>
    <message>
        <source>One moment, the game goes on at once. Your answers are kept.</source>
        <translation>Un momento, la partida sigue enseguida. Tus respuestas están guardadas.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Un momento…</translation>
    </message>
    <message>
        <source>A short pause. Your answers are kept.</source>
        <translation>Una breve pausa. Tus respuestas están guardadas.</translation>
    </message>
    <message>
        <source>This game is over.</source>
        <translation>Esta partida ha terminado.</translation>
    </message>
</context>
<context>
    <name>MeterCard</name>
    <message>
        <source>Get more</source>
        <translation>Conseguir más</translation>
    </message>
</context>
<context>
    <name>MeterLine</name>
    <message>
        <source>Correct…</source>
        <translation>Corregir…</translation>
    </message>
    <message>
        <source>Correct: {meter}</source>
        <translation>Corregir: {meter}</translation>
    </message>
</context>
<context>
    <name>MinutesBar</name>
    <message>
        <source>Minutes of this month</source>
        <translation>Minutos de este mes</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparar</translation>
    </message>
    <message>
        <source>Go on downloading</source>
        <translation>Seguir descargando</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Descargar</translation>
    </message>
</context>
<context>
    <name>ModelForm</name>
    <message>
        <source>Prices</source>
        <translation>Precios</translation>
    </message>
    <message>
        <source>Offered to people</source>
        <translation>Se ofrece a la gente</translation>
    </message>
    <message>
        <source>Who answers</source>
        <translation>Quién responde</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Qué hace</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>Respuesta más larga</translation>
    </message>
    <message>
        <source>People and programs ask for it as {name}.</source>
        <translation>Personas y programas lo piden como {name}.</translation>
    </message>
    <message>
        <source>Drop the edits</source>
        <translation>Quitar los cambios</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Whose key and address stand in the server’s configuration.</source>
        <translation>Su clave y dirección están en la configuración del servidor.</translation>
    </message>
    <message>
        <source>Its name there</source>
        <translation>Su nombre allí</translation>
    </message>
    <message>
        <source>Empty where it is the same.</source>
        <translation>Vacío si es el mismo.</translation>
    </message>
    <message>
        <source>In tokens; a plan may allow less.</source>
        <translation>En tokens; un plan puede permitir menos.</translation>
    </message>
    <message>
        <source>Other names</source>
        <translation>Otros nombres</translation>
    </message>
    <message>
        <source>Programs may ask for it by these too; several with spaces between them.</source>
        <translation>Los programas también pueden pedirlo con estos; varios, separados por espacios.</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>Para quién</translation>
    </message>
    <message>
        <source>Nobody ticked means every plan.</source>
        <translation>Ninguno marcado significa todos los planes.</translation>
    </message>
    <message>
        <source>What stands in</source>
        <translation>Qué lo sustituye</translation>
    </message>
    <message>
        <source>Asked in this order when it does not answer, before anything was sent to the person.</source>
        <translation>Se pregunta en este orden cuando no responde, antes de haber enviado nada a la persona.</translation>
    </message>
</context>
<context>
    <name>ModelNotice</name>
    <message>
        <source>Downloading a model</source>
        <translation>Descargando un modelo</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Todos los modelos</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Download ({size})</source>
        <translation>Descargar ({size})</translation>
    </message>
    <message>
        <source>Recordings you add wait: the model that turns speech into text is not on this computer yet.</source>
        <translation>Las grabaciones que añadas esperan: el modelo que convierte la voz en texto aún no está en este ordenador.</translation>
    </message>
    <message>
        <source>Search finds words, not yet what is meant: the model for that is not on this computer yet.</source>
        <translation>La búsqueda encuentra palabras, todavía no lo que significan: el modelo para eso aún no está en este ordenador.</translation>
    </message>
</context>
<context>
    <name>ModelPrices</name>
    <message>
        <source>New prices…</source>
        <translation>Precios nuevos…</translation>
    </message>
    <message>
        <source>US dollars per million tokens, as the provider charges them.</source>
        <translation>Dólares por millón de tokens, como los cobra el proveedor.</translation>
    </message>
    <message>
        <source>What is put on the cost where a model has no margin of its own.</source>
        <translation>Lo que se añade al coste cuando un modelo no tiene margen propio.</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>En vigor</translation>
    </message>
    <message>
        <source>Without prices the model is refused: it is never given away.</source>
        <translation>Sin precios el modelo se rechaza: nunca se regala.</translation>
    </message>
    <message>
        <source>Every version</source>
        <translation>Todas las versiones</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>Comprobándose</translation>
    </message>
    <message>
        <source>Partly downloaded</source>
        <translation>Descargado en parte</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Dañado</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>No está en este ordenador</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Empezando</translation>
    </message>
    <message>
        <source>Another Lantern program is at it; waiting</source>
        <translation>Otro programa de Lantern está en ello; esperando</translation>
    </message>
    <message>
        <source>Copying, {done} of {total}</source>
        <translation>Copiando, {done} de {total}</translation>
    </message>
    <message>
        <source>Downloading, {done} of {total}</source>
        <translation>Descargando, {done} de {total}</translation>
    </message>
    <message>
        <source>Checking that every byte is right</source>
        <translation>Comprobando que cada byte es correcto</translation>
    </message>
    <message>
        <source>many languages</source>
        <translation>muchos idiomas</translation>
    </message>
    <message>
        <source>English</source>
        <translation>inglés</translation>
    </message>
    <message>
        <source>licence {name}</source>
        <translation>licencia {name}</translation>
    </message>
    <message numerus="yes">
        <source>%n language(s)</source>
        <translation>
            <numerusform>%n idioma</numerusform>
            <numerusform>%n idiomas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Import from a file</source>
        <translation>Importar de un archivo</translation>
    </message>
    <message>
        <source>Import from a folder</source>
        <translation>Importar de una carpeta</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>Importando</translation>
    </message>
    <message>
        <source>Models do the work on this computer: no recording leaves it. They are downloaded once and checked; on a computer without internet, bring them on a stick and import them.</source>
        <translation>Los modelos hacen el trabajo en este ordenador: ninguna grabación sale de él. Se descargan una vez y se comprueban; en un ordenador sin internet, tráelos en una memoria USB e impórtalos.</translation>
    </message>
    <message>
        <source>Speech to text</source>
        <translation>Voz a texto</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Búsqueda por significado</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Importar un modelo</translation>
    </message>
    <message>
        <source>Remove “{title}”?</source>
        <translation>¿Quitar «{title}»?</translation>
    </message>
    <message>
        <source>This frees {size}. To use it again it must be downloaded again.</source>
        <translation>Libera {size}. Para volver a usarlo habrá que descargarlo otra vez.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>“{title}” is ready.</source>
        <translation>«{title}» está listo.</translation>
    </message>
    <message>
        <source>These models were here already.</source>
        <translation>Estos modelos ya estaban aquí.</translation>
    </message>
</context>
<context>
    <name>ModelsSection</name>
    <message>
        <source>New model…</source>
        <translation>Modelo nuevo…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Cambiado</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Sin guardar</translation>
    </message>
    <message>
        <source>New model</source>
        <translation>Modelo nuevo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Add the model</source>
        <translation>Añadir el modelo</translation>
    </message>
    <message>
        <source>As programs ask for it, such as llama-4-70b. It is off until you have said who answers and entered its prices.</source>
        <translation>Como lo piden los programas, por ejemplo llama-4-70b. Está apagado hasta que digas quién responde y anotes sus precios.</translation>
    </message>
    <message>
        <source>Use only letters without accents, digits and . _ : / @ + - and no spaces. Begin with a letter or a digit.</source>
        <translation>Usa solo letras sin acentos ni ñ, cifras y . _ : / @ + -, sin espacios. Empieza con una letra o una cifra.</translation>
    </message>
</context>
<context>
    <name>NameChips</name>
    <message>
        <source>+{count} more</source>
        <translation>+{count} más</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>New collection</source>
        <translation>Nueva colección</translation>
    </message>
    <message>
        <source>Name of the collection</source>
        <translation>Nombre de la colección</translation>
    </message>
    <message>
        <source>Make collection</source>
        <translation>Crear colección</translation>
    </message>
</context>
<context>
    <name>NavigationRail</name>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>Narrow</source>
        <translation>Contraer</translation>
    </message>
    <message>
        <source>Widen</source>
        <translation>Expandir</translation>
    </message>
</context>
<context>
    <name>NumberEditor</name>
    <message>
        <source>Right answer</source>
        <translation>Respuesta correcta</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <source>for example cm</source>
        <translation>por ejemplo cm</translation>
    </message>
    <message>
        <source>Right within ±</source>
        <translation>Correcta dentro de ±</translation>
    </message>
    <message>
        <source>Partly right within ±</source>
        <translation>Correcta a medias dentro de ±</translation>
    </message>
    <message>
        <source>Answer with a slider</source>
        <translation>Responder con un deslizador</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Full points this close.</source>
        <translation>Todos los puntos si se acerca tanto.</translation>
    </message>
    <message>
        <source>Fewer points the further off; 0 for none.</source>
        <translation>Menos puntos cuanto más lejos; 0 para ninguno.</translation>
    </message>
</context>
<context>
    <name>NumberEntry</name>
    <message>
        <source>Your number</source>
        <translation>Tu número</translation>
    </message>
    <message>
        <source>Type a number, for example 3.5</source>
        <translation>Escribe un número, por ejemplo 3,5</translation>
    </message>
</context>
<context>
    <name>NumberSlider</name>
    <message>
        <source>not set yet</source>
        <translation>sin fijar</translation>
    </message>
    <message>
        <source>Your number: {number}</source>
        <translation>Tu número: {number}</translation>
    </message>
</context>
<context>
    <name>OrderList</name>
    <message>
        <source>{item}: place {place} of {count}</source>
        <translation>{item}: puesto {place} de {count}</translation>
    </message>
</context>
<context>
    <name>OrderRow</name>
    <message>
        <source>Move up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Bajar</translation>
    </message>
    <message>
        <source>{item}, place {place} of {count}</source>
        <translation>{item}, puesto {place} de {count}</translation>
    </message>
    <message>
        <source>Ctrl+Up and Ctrl+Down move it</source>
        <translation>Ctrl+Arriba y Ctrl+Abajo lo mueven</translation>
    </message>
    <message>
        <source>right place</source>
        <translation>en su sitio</translation>
    </message>
    <message>
        <source>wrong place</source>
        <translation>fuera de su sitio</translation>
    </message>
</context>
<context>
    <name>OverviewPane</name>
    <message>
        <source>Right answers per question</source>
        <translation>Aciertos por pregunta</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Pregunta</translation>
    </message>
    <message>
        <source>How many players got how much right</source>
        <translation>Cuántos jugadores acertaron cuánto</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Correcto</translation>
    </message>
    <message>
        <source>Right per question</source>
        <translation>Aciertos por pregunta</translation>
    </message>
    <message>
        <source>The class</source>
        <translation>La clase</translation>
    </message>
    <message>
        <source>Red bars are below half.</source>
        <translation>Las barras rojas están por debajo de la mitad.</translation>
    </message>
    <message numerus="yes">
        <source>player(s)</source>
        <translation>
            <numerusform>jugador</numerusform>
            <numerusform>jugadores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>question(s) asked</source>
        <translation>
            <numerusform>pregunta hecha</numerusform>
            <numerusform>preguntas hechas</numerusform>
        </translation>
    </message>
    <message>
        <source>right on average</source>
        <translation>aciertos de media</translation>
    </message>
    <message>
        <source>of questions answered</source>
        <translation>de preguntas respondidas</translation>
    </message>
    <message>
        <source>to answer, usually</source>
        <translation>para responder, normalmente</translation>
    </message>
    <message>
        <source>Hard for most</source>
        <translation>Difíciles para la mayoría</translation>
    </message>
    <message>
        <source>Every question was answered right by at least half.</source>
        <translation>Al menos la mitad acertó cada pregunta.</translation>
    </message>
    <message>
        <source>May need help</source>
        <translation>Quizá necesiten ayuda</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>Everybody had at least half of it right.</source>
        <translation>Todos acertaron al menos la mitad.</translation>
    </message>
    <message numerus="yes">
        <source>{label} right: %n player(s)</source>
        <translation>
            <numerusform>{label} de aciertos: %n jugador</numerusform>
            <numerusform>{label} de aciertos: %n jugadores</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PagedTable</name>
    <message>
        <source>Show older ones</source>
        <translation>Ver anteriores</translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) shown</source>
        <translation>
            <numerusform>%n apunte</numerusform>
            <numerusform>%n apuntes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Biblioteca</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>Tus datos</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Acerca de</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Sincronización</translation>
    </message>
    <message>
        <source>Plan and usage</source>
        <translation>Plan y uso</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Administración</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Preguntar</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>Practicar</translation>
    </message>
    <message>
        <source>Quizzes</source>
        <translation>Cuestionarios</translation>
    </message>
    <message>
        <source>Join a quiz</source>
        <translation>Participar</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Changes to check</source>
        <translation>Cambios por revisar</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Uso</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Planes</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>Reproductor</translation>
    </message>
    <message>
        <source>Quiz</source>
        <translation>Cuestionario</translation>
    </message>
    <message>
        <source>Make a quiz</source>
        <translation>Hacer un cuestionario</translation>
    </message>
    <message>
        <source>Live quiz</source>
        <translation>Cuestionario en vivo</translation>
    </message>
    <message>
        <source>Past games</source>
        <translation>Partidas anteriores</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenida</translation>
    </message>
</context>
<context>
    <name>PaidLine</name>
    <message>
        <source>Invoice</source>
        <translation>Factura</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>PaidPane</name>
    <message>
        <source>Show older ones</source>
        <translation>Mostrar anteriores</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
</context>
<context>
    <name>PairRow</name>
    <message>
        <source>This {number}</source>
        <translation>Esto {number}</translation>
    </message>
    <message>
        <source>belongs to {number}</source>
        <translation>va con {number}</translation>
    </message>
    <message>
        <source>Remove pair {number}</source>
        <translation>Quitar la pareja {number}</translation>
    </message>
</context>
<context>
    <name>PairsEditor</name>
    <message>
        <source>Add a pair</source>
        <translation>Añadir una pareja</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Change your password</source>
        <translation>Cambiar tu contraseña</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>Password now</source>
        <translation>Contraseña actual</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Contraseña nueva</translation>
    </message>
    <message>
        <source>Every other device has to sign in again with the new one.</source>
        <translation>Los demás dispositivos tendrán que iniciar sesión de nuevo con la nueva.</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>Escribe tu contraseña.</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>Show the password</source>
        <translation>Mostrar la contraseña</translation>
    </message>
    <message>
        <source>Hide the password</source>
        <translation>Ocultar la contraseña</translation>
    </message>
</context>
<context>
    <name>PeopleSection</name>
    <message>
        <source>Name or e-mail</source>
        <translation>Nombre o correo</translation>
    </message>
    <message>
        <source>Invite…</source>
        <translation>Invitar…</translation>
    </message>
    <message>
        <source>Nobody found.</source>
        <translation>No se encontró a nadie.</translation>
    </message>
    <message>
        <source>Show more people</source>
        <translation>Ver más personas</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personas</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Suspendida</translation>
    </message>
    <message>
        <source>Take {name} out of the school?</source>
        <translation>¿Sacar a {name} del centro?</translation>
    </message>
    <message>
        <source>The account and its library stay. To come back they need an invitation.</source>
        <translation>La cuenta y su biblioteca se conservan. Para volver necesita una invitación.</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Sacar</translation>
    </message>
    <message>
        <source>The ledger is saved in {name}.</source>
        <translation>El libro está guardado en {name}.</translation>
    </message>
</context>
<context>
    <name>PersonCard</name>
    <message>
        <source>Change your name</source>
        <translation>Cambiar tu nombre</translation>
    </message>
    <message>
        <source>{name} · {address}</source>
        <translation>{name} · {address}</translation>
    </message>
    <message>
        <source>E-mail confirmed</source>
        <translation>Correo confirmado</translation>
    </message>
    <message>
        <source>E-mail not confirmed</source>
        <translation>Correo sin confirmar</translation>
    </message>
    <message>
        <source>Open the link in the mail we sent, so that you can get a new password when you need one.</source>
        <translation>Abre el enlace del correo que te enviamos, para poder obtener una contraseña nueva cuando la necesites.</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>Enviarlo de nuevo</translation>
    </message>
    <message>
        <source>The connection to this server is not encrypted. Others on the network could read it.</source>
        <translation>La conexión con este servidor no está cifrada. Otros en la red podrían leerla.</translation>
    </message>
    <message>
        <source>This computer has no key store that Lantern can use. Your sign-in is kept in a file that only your user account may read.</source>
        <translation>Este ordenador no tiene un almacén de claves que Lantern pueda usar. Tu inicio de sesión se guarda en un archivo que solo tu cuenta de usuario puede leer.</translation>
    </message>
</context>
<context>
    <name>PersonDialog</name>
    <message>
        <source>Role and plan of {name}</source>
        <translation>Rol y plan de {name}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rol</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Cuánto tiempo</translation>
    </message>
    <message>
        <source>Without an end</source>
        <translation>Sin fin</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>The last day</source>
        <translation>El último día</translation>
    </message>
    <message>
        <source>What they may do. It counts at once.</source>
        <translation>Lo que puede hacer. Vale enseguida.</translation>
    </message>
    <message>
        <source>Given by you, besides what they buy.</source>
        <translation>Dado por ti, aparte de lo que compre.</translation>
    </message>
    <message>
        <source>What is used stays used. A smaller plan takes nothing that was bought.</source>
        <translation>Lo usado queda usado. Un plan menor no quita nada de lo comprado.</translation>
    </message>
</context>
<context>
    <name>PersonHead</name>
    <message>
        <source>Role and plan…</source>
        <translation>Rol y plan…</translation>
    </message>
    <message>
        <source>Role…</source>
        <translation>Rol…</translation>
    </message>
    <message>
        <source>What they did and suffered</source>
        <translation>Lo que hizo y lo que le pasó</translation>
    </message>
    <message>
        <source>Lift restrictions of disputed payments</source>
        <translation>Levantar límites por pagos en disputa</translation>
    </message>
    <message>
        <source>Take out of the school…</source>
        <translation>Sacar del centro…</translation>
    </message>
    <message>
        <source>More for this person</source>
        <translation>Más sobre esta persona</translation>
    </message>
    <message>
        <source>last here on {date}</source>
        <translation>visto el {date}</translation>
    </message>
    <message>
        <source>not here yet, or not lately</source>
        <translation>aún no ha venido, o hace tiempo</translation>
    </message>
    <message>
        <source>With us since {date}</source>
        <translation>Con nosotros desde {date}</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Suspendida</translation>
    </message>
    <message>
        <source>E-mail not verified</source>
        <translation>Correo sin verificar</translation>
    </message>
    <message>
        <source>Let in again</source>
        <translation>Dejar entrar</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Suspender</translation>
    </message>
</context>
<context>
    <name>PersonPane</name>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Meters</source>
        <translation>Contadores</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>Libro</translation>
    </message>
    <message>
        <source>Which entries</source>
        <translation>Qué apuntes</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Save as a table (CSV)</source>
        <translation>Guardar como tabla (CSV)</translation>
    </message>
    <message>
        <source>Nothing was counted yet.</source>
        <translation>Aún no se ha contado nada.</translation>
    </message>
    <message>
        <source>Save the ledger</source>
        <translation>Guardar el libro</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabla (*.csv)</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Momento</translation>
    </message>
    <message>
        <source>Meter</source>
        <translation>Contador</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Cantidad</translation>
    </message>
    <message>
        <source>Service and remarks</source>
        <translation>Servicio y notas</translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <source>Your plan</source>
        <translation>Tu plan</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nada</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>para siempre</translation>
    </message>
    <message>
        <source>a year: two months are free</source>
        <translation>al año: dos meses gratis</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>al mes</translation>
    </message>
    <message>
        <source>{price} through {provider}</source>
        <translation>{price} a través de {provider}</translation>
    </message>
    <message>
        <source>a year</source>
        <translation>al año</translation>
    </message>
    <message numerus="yes">
        <source>a year: %n month(s) are free</source>
        <translation>
            <numerusform>al año: %n mes gratis</numerusform>
            <numerusform>al año: %n meses gratis</numerusform>
        </translation>
    </message>
    <message>
        <source>price not known just now</source>
        <translation>el precio no se conoce ahora</translation>
    </message>
    <message>
        <source>not to be had just now</source>
        <translation>no se puede contratar ahora</translation>
    </message>
    <message>
        <source>only by the month</source>
        <translation>solo por meses</translation>
    </message>
    <message>
        <source>not sold here</source>
        <translation>no se vende aquí</translation>
    </message>
    <message>
        <source>AI tokens a month</source>
        <translation>tokens de IA al mes</translation>
    </message>
    <message>
        <source>AI requests a day</source>
        <translation>peticiones de IA al día</translation>
    </message>
    <message>
        <source>of speaking with AI a month</source>
        <translation>de hablar con la IA al mes</translation>
    </message>
    <message>
        <source>of transcription a month</source>
        <translation>de transcripción al mes</translation>
    </message>
    <message>
        <source>of storage on the server</source>
        <translation>de espacio en el servidor</translation>
    </message>
    <message>
        <source>uploads a month</source>
        <translation>subidas al mes</translation>
    </message>
    <message>
        <source>for the largest file</source>
        <translation>para el archivo más grande</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>Sin límite</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
</context>
<context>
    <name>PlanForm</name>
    <message>
        <source>As shipped</source>
        <translation>Como de fábrica</translation>
    </message>
    <message>
        <source>Price and pace</source>
        <translation>Precio y ritmo</translation>
    </message>
    <message>
        <source>AI</source>
        <translation>IA</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Rooms and people</source>
        <translation>Salas y personas</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Permisos</translation>
    </message>
    <message>
        <source>What the plan permits besides the role</source>
        <translation>Lo que el plan permite además del rol</translation>
    </message>
    <message>
        <source>Such as content:premium; several with spaces between them.</source>
        <translation>Por ejemplo content:premium; varios, separados por espacios.</translation>
    </message>
    <message>
        <source>Changes count at once, for everybody who has the plan.</source>
        <translation>Los cambios valen enseguida para quienes tienen el plan.</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Cambiado</translation>
    </message>
    <message>
        <source>As shipped: {amount}</source>
        <translation>De fábrica: {amount}</translation>
    </message>
</context>
<context>
    <name>PlanLine</name>
    <message>
        <source>None</source>
        <translation>Nada</translation>
    </message>
</context>
<context>
    <name>PlanSection</name>
    <message>
        <source>Usage in detail</source>
        <translation>Uso en detalle</translation>
    </message>
    <message>
        <source>Compare plans</source>
        <translation>Comparar planes</translation>
    </message>
    <message>
        <source>Your plan: {plan}</source>
        <translation>Tu plan: {plan}</translation>
    </message>
    <message>
        <source>Put it right</source>
        <translation>Corregirlo</translation>
    </message>
</context>
<context>
    <name>PlansPage</name>
    <message>
        <source>Plans</source>
        <translation>Planes</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Part of the page</source>
        <translation>Parte de la página</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>Pagos</translation>
    </message>
    <message>
        <source>Invoices</source>
        <translation>Facturas</translation>
    </message>
    <message>
        <source>What you pay for plans and top-ups will stand here, payment by payment.</source>
        <translation>Aquí estará lo que pagues por planes y recargas, pago por pago.</translation>
    </message>
    <message>
        <source>The bills for what you pay will be here, to open and to keep.</source>
        <translation>Aquí estarán las facturas de lo que pagues, para abrirlas y guardarlas.</translation>
    </message>
    <message>
        <source>Plans are about AI, room and minutes on a server. Everything on this computer works without one.</source>
        <translation>Los planes tratan de la IA, el espacio y los minutos en un servidor. En este ordenador todo funciona sin plan.</translation>
    </message>
    <message>
        <source>Sign in or make an account</source>
        <translation>Iniciar sesión o crear una cuenta</translation>
    </message>
    <message>
        <source>Your server has no plans: nothing there has a limit.</source>
        <translation>Tu servidor no tiene planes: allí nada tiene límite.</translation>
    </message>
    <message>
        <source>No browser opened.</source>
        <translation>No se abrió ningún navegador.</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>PlansSection</name>
    <message>
        <source>Plans</source>
        <translation>Planes</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Cambiado</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Sin guardar</translation>
    </message>
    <message>
        <source>{price} a month</source>
        <translation>{price} al mes</translation>
    </message>
</context>
<context>
    <name>PlayPage</name>
    <message>
        <source>Live quiz</source>
        <translation>Cuestionario en vivo</translation>
    </message>
    <message>
        <source>Back; the game goes on</source>
        <translation>Atrás; la partida sigue</translation>
    </message>
    <message>
        <source>Leave game</source>
        <translation>Salir de la partida</translation>
    </message>
    <message>
        <source>You are not in a game at the moment.</source>
        <translation>Ahora no estás en ninguna partida.</translation>
    </message>
    <message>
        <source>Join a quiz</source>
        <translation>Entrar en un cuestionario</translation>
    </message>
    <message>
        <source>Choose an option</source>
        <translation>Elegir una opción</translation>
    </message>
    <message>
        <source>Move in a list to put in order</source>
        <translation>Mover en una lista para ordenar</translation>
    </message>
    <message>
        <source>Send a typed answer</source>
        <translation>Enviar una respuesta escrita</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} puntos</translation>
    </message>
    <message>
        <source>The connection is lost. It is tried again; what you answer is kept and sent.</source>
        <translation>Se ha perdido la conexión. Se vuelve a intentar; lo que respondas se guarda y se envía.</translation>
    </message>
    <message>
        <source>Your answers cannot be kept on this computer, perhaps its disk is full. They are sent as long as the connection holds: leave this window open.</source>
        <translation>Tus respuestas no se pueden guardar en este ordenador, quizá el disco está lleno. Se envían mientras haya conexión: deja esta ventana abierta.</translation>
    </message>
    <message>
        <source>The teacher&apos;s screen is reconnecting. The game goes on in a moment.</source>
        <translation>La pantalla del docente se está reconectando. La partida sigue enseguida.</translation>
    </message>
    <message>
        <source>You are offline. Answer on: everything is sent when the host is back.</source>
        <translation>Estás sin conexión. Sigue respondiendo: todo se envía cuando vuelva el anfitrión.</translation>
    </message>
    <message>
        <source>You left the game. Your place is kept under “Go on”.</source>
        <translation>Has salido de la partida. Tu puesto se guarda en «Seguir».</translation>
    </message>
</context>
<context>
    <name>PlayWords</name>
    <message>
        <source>True</source>
        <translation>Verdadero</translation>
    </message>
    <message>
        <source>False</source>
        <translation>Falso</translation>
    </message>
    <message>
        <source>Right!</source>
        <translation>¡Correcto!</translation>
    </message>
    <message>
        <source>Partly right</source>
        <translation>Correcto en parte</translation>
    </message>
    <message>
        <source>Not right this time</source>
        <translation>Esta vez no</translation>
    </message>
    <message>
        <source>Your answer came too late</source>
        <translation>Tu respuesta llegó tarde</translation>
    </message>
    <message>
        <source>This question does not count</source>
        <translation>Esta pregunta no cuenta</translation>
    </message>
    <message>
        <source>Thank you for your opinion</source>
        <translation>Gracias por tu opinión</translation>
    </message>
    <message>
        <source>You joined after this question</source>
        <translation>Entraste después de esta pregunta</translation>
    </message>
    <message>
        <source>No answer this time</source>
        <translation>Esta vez sin respuesta</translation>
    </message>
    <message>
        <source>A guess</source>
        <translation>Al azar</translation>
    </message>
    <message>
        <source>Not very sure</source>
        <translation>Poca</translation>
    </message>
    <message>
        <source>Quite sure</source>
        <translation>Bastante</translation>
    </message>
    <message>
        <source>Certain</source>
        <translation>Total</translation>
    </message>
</context>
<context>
    <name>PlayerActions</name>
    <message>
        <source>Export the text</source>
        <translation>Exportar el texto</translation>
    </message>
    <message>
        <source>Save a copy of the file</source>
        <translation>Guardar una copia del archivo</translation>
    </message>
    <message>
        <source>Saved as “{name}”</source>
        <translation>Guardado como «{name}»</translation>
    </message>
    <message>
        <source>Deleted “{title}”</source>
        <translation>«{title}» borrado</translation>
    </message>
    <message>
        <source>Renamed to “{title}”</source>
        <translation>Ahora se llama «{title}»</translation>
    </message>
    <message>
        <source>Details of “{title}” changed</source>
        <translation>Detalles de «{title}» cambiados</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Reproducir</translation>
    </message>
    <message>
        <source>Back 10 seconds</source>
        <translation>Retroceder 10 segundos</translation>
    </message>
    <message>
        <source>Forward 10 seconds</source>
        <translation>Avanzar 10 segundos</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Silenciar</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Pantalla completa</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Space</source>
        <comment>key on the keyboard</comment>
        <translation>Espacio</translation>
    </message>
    <message>
        <source>Speed: {rate}</source>
        <translation>Velocidad: {rate}</translation>
    </message>
    <message>
        <source>{rate}×</source>
        <translation>{rate}×</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>Activar el sonido</translation>
    </message>
</context>
<context>
    <name>PlayerDetail</name>
    <message>
        <source>{points} points</source>
        <translation>{points} puntos</translation>
    </message>
    <message>
        <source>{share} right</source>
        <translation>{share} de aciertos</translation>
    </message>
    <message>
        <source>Needs practice: {topics}</source>
        <translation>Necesita practicar: {topics}</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Sin respuesta</translation>
    </message>
    <message>
        <source>Opinion</source>
        <translation>Opinión</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Correcto</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Mal</translation>
    </message>
    <message>
        <source>the device said {seconds}</source>
        <translation>el dispositivo dijo {seconds}</translation>
    </message>
</context>
<context>
    <name>PlayerHeader</name>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Export the text</source>
        <translation>Exportar el texto</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Ask about this</source>
        <translation>Preguntar sobre esto</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Plain text (.txt)…</source>
        <translation>Texto sin formato (.txt)…</translation>
    </message>
    <message>
        <source>Subtitles for most players (.srt)…</source>
        <translation>Subtítulos para la mayoría de reproductores (.srt)…</translation>
    </message>
    <message>
        <source>Subtitles for the web (.vtt)…</source>
        <translation>Subtítulos para la web (.vtt)…</translation>
    </message>
    <message>
        <source>Words with times (.json)…</source>
        <translation>Palabras con tiempos (.json)…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Detalles…</translation>
    </message>
    <message>
        <source>Make a quiz from this…</source>
        <translation>Hacer un cuestionario con esto…</translation>
    </message>
    <message>
        <source>Turn into text again</source>
        <translation>Volver a convertir en texto</translation>
    </message>
    <message>
        <source>Save a copy of the file…</source>
        <translation>Guardar una copia del archivo…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
</context>
<context>
    <name>PlayerPage</name>
    <message>
        <source>Open something from your library to play or read it.</source>
        <translation>Abre algo de tu biblioteca para reproducirlo o leerlo.</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>Reproductor</translation>
    </message>
    <message>
        <source>Find in the text</source>
        <translation>Buscar en el texto</translation>
    </message>
    <message>
        <source>Next place found</source>
        <translation>Siguiente coincidencia</translation>
    </message>
    <message>
        <source>Previous place found</source>
        <translation>Coincidencia anterior</translation>
    </message>
    <message>
        <source>Undo correction</source>
        <translation>Deshacer corrección</translation>
    </message>
    <message>
        <source>Redo correction</source>
        <translation>Rehacer corrección</translation>
    </message>
    <message>
        <source>Edit the line being spoken</source>
        <translation>Editar la línea que se está diciendo</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Reproducir o pausar</translation>
    </message>
    <message>
        <source>Space / K</source>
        <translation>Espacio / K</translation>
    </message>
    <message>
        <source>10 seconds back or forward</source>
        <translation>10 segundos atrás o adelante</translation>
    </message>
    <message>
        <source>5 seconds back or forward</source>
        <translation>5 segundos atrás o adelante</translation>
    </message>
    <message>
        <source>Line before or after</source>
        <translation>Línea anterior o siguiente</translation>
    </message>
    <message>
        <source>Slower or faster</source>
        <translation>Más lento o más rápido</translation>
    </message>
    <message>
        <source>Louder or softer</source>
        <translation>Más alto o más bajo</translation>
    </message>
    <message>
        <source>Sound off or on</source>
        <translation>Quitar o poner el sonido</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Pantalla completa</translation>
    </message>
    <message>
        <source>Captions on the full screen</source>
        <translation>Subtítulos en pantalla completa</translation>
    </message>
    <message>
        <source>Back to what is spoken now</source>
        <translation>Volver a lo que se dice ahora</translation>
    </message>
    <message>
        <source>Walk through the lines</source>
        <translation>Recorrer las líneas</translation>
    </message>
    <message>
        <source>Play from the line</source>
        <translation>Reproducir desde la línea</translation>
    </message>
    <message>
        <source>Enter</source>
        <comment>key on the keyboard</comment>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Edit the line</source>
        <translation>Editar la línea</translation>
    </message>
</context>
<context>
    <name>PlayersPane</name>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Find a player</source>
        <translation>Buscar a un jugador</translation>
    </message>
    <message>
        <source>Players</source>
        <translation>Jugadores</translation>
    </message>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n jugador</numerusform>
            <numerusform>%n jugadores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken out</source>
        <translation>
            <numerusform>%n fuera</numerusform>
            <numerusform>%n fuera</numerusform>
        </translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Cambiar nombre…</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Time for answering</source>
        <translation>Tiempo para responder</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Sacar</translation>
    </message>
    <message>
        <source>Take out for good</source>
        <translation>Sacar para siempre</translation>
    </message>
    <message>
        <source>Ordered by points; order by name</source>
        <translation>Por puntos; ordenar por nombre</translation>
    </message>
    <message>
        <source>Ordered by name; order by points</source>
        <translation>Por nombre; ordenar por puntos</translation>
    </message>
    <message>
        <source>Let {name} back in</source>
        <translation>Dejar volver a {name}</translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} puntos</translation>
    </message>
</context>
<context>
    <name>PlayersReportPane</name>
    <message>
        <source>Find a player</source>
        <translation>Buscar a un jugador</translation>
    </message>
    <message>
        <source>Usually</source>
        <translation>Normalmente</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>Para mirar</translation>
    </message>
    <message>
        <source>Players</source>
        <translation>Jugadores</translation>
    </message>
    <message numerus="yes">
        <source>%n wrong though sure</source>
        <translation>
            <numerusform>%n error con seguridad</numerusform>
            <numerusform>%n errores con seguridad</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n late</source>
        <translation>
            <numerusform>%n tarde</numerusform>
            <numerusform>%n tarde</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>looked away %n time(s)</source>
        <translation>
            <numerusform>apartó la vista %n vez</numerusform>
            <numerusform>apartó la vista %n veces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n very fast</source>
        <translation>
            <numerusform>%n muy rápida</numerusform>
            <numerusform>%n muy rápidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) corrected</source>
        <translation>
            <numerusform>%n tiempo corregido</numerusform>
            <numerusform>%n tiempos corregidos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Playing</name>
    <message>
        <source>Video</source>
        <translation>Vídeo</translation>
    </message>
</context>
<context>
    <name>Podium</name>
    <message>
        <source>{rank}. {name}, {points} points</source>
        <translation>{rank}. {name}, {points} puntos</translation>
    </message>
</context>
<context>
    <name>Practice</name>
    <message>
        <source>Offline: {left} of {whole} min left</source>
        <translation>Sin conexión: quedan {left} de {whole} min</translation>
    </message>
    <message>
        <source>{used} used this month · no limit</source>
        <translation>{used} usados este mes · sin límite</translation>
    </message>
    <message>
        <source>{used} of {whole} used · {left} left</source>
        <translation>{used} de {whole} usados · quedan {left}</translation>
    </message>
    <message>
        <source>New minutes on {day}</source>
        <translation>Minutos nuevos el {day}</translation>
    </message>
    <message>
        <source>Speaking with the AI teacher needs an account: it brings AI and minutes to speak.</source>
        <translation>Para hablar con el profesor de IA hace falta una cuenta: trae la IA y minutos para hablar.</translation>
    </message>
    <message>
        <source>Your server has no spoken practice. Whoever runs it can bring it up to date.</source>
        <translation>Tu servidor no tiene práctica hablada. Quien lo administra puede actualizarlo.</translation>
    </message>
    <message>
        <source>No AI is set up that could answer. Choose one in Settings, or ask whoever runs your server.</source>
        <translation>No hay ninguna IA que pueda responder. Elige una en Ajustes o pregunta a quien administra tu servidor.</translation>
    </message>
    <message>
        <source>Your server is not reached, and its AI would answer. With a model on this computer you can also speak offline.</source>
        <translation>No se llega a tu servidor, y es su IA la que respondería. Con un modelo en este equipo también puedes hablar sin conexión.</translation>
    </message>
    <message>
        <source>Your server is not reached, and no minutes for offline use can be used now.</source>
        <translation>No se llega a tu servidor, y ahora no se pueden usar minutos sin conexión.</translation>
    </message>
    <message>
        <source>A speech model is missing: with it this computer understands what you say.</source>
        <translation>Falta un modelo de voz: con él este equipo entiende lo que dices.</translation>
    </message>
    <message>
        <source>Your minutes of this month are used up. {renewal}.</source>
        <translation>Se han agotado tus minutos de este mes. {renewal}.</translation>
    </message>
    <message>
        <source>Sign in or make an account</source>
        <translation>Iniciar sesión o crear una cuenta</translation>
    </message>
    <message>
        <source>Open Settings</source>
        <translation>Abrir Ajustes</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Get a speech model</source>
        <translation>Obtener un modelo de voz</translation>
    </message>
    <message>
        <source>Compare plans</source>
        <translation>Comparar planes</translation>
    </message>
    <message>
        <source>The talk is over. Well done for speaking!</source>
        <translation>La conversación ha terminado. ¡Bien hecho por hablar!</translation>
    </message>
    <message>
        <source>Your minutes of this month are used up, so the talk ended here. {renewal}.</source>
        <translation>Se han agotado tus minutos de este mes, así que la conversación termina aquí. {renewal}.</translation>
    </message>
    <message>
        <source>The AI did not answer any more, so the talk was ended. Begin again when you like.</source>
        <translation>La IA dejó de responder, así que la conversación ha terminado. Empieza de nuevo cuando quieras.</translation>
    </message>
    <message>
        <source>The server was not reached for ten minutes, so the talk ended. Only half a minute of that time counts.</source>
        <translation>No se pudo contactar con el servidor durante diez minutos, así que la conversación ha terminado. De ese tiempo solo cuenta medio minuto.</translation>
    </message>
    <message>
        <source>You went on speaking on another device, so the talk ended here.</source>
        <translation>Seguiste hablando en otro dispositivo, así que la conversación termina aquí.</translation>
    </message>
    <message>
        <source>Nobody spoke for five minutes, so the talk was ended to save your minutes.</source>
        <translation>Nadie habló durante cinco minutos, así que la conversación ha terminado para no gastar tus minutos.</translation>
    </message>
    <message>
        <source>You were signed out, so the talk ended.</source>
        <translation>Se cerró tu sesión, así que la conversación ha terminado.</translation>
    </message>
    <message>
        <source>The minutes set aside on this computer are used up, so the talk ended here. They are counted with your month at the next connection.</source>
        <translation>Los minutos reservados en este equipo se han agotado, así que la conversación ha terminado aquí. Se contarán en tu mes la próxima vez que te conectes.</translation>
    </message>
    <message>
        <source>The minutes set aside on this computer cannot be used any more, so the talk ended. Connect once, and they are there again.</source>
        <translation>Los minutos reservados en este equipo ya no se pueden usar, así que la conversación ha terminado. Conéctate una vez y volverán a estar disponibles.</translation>
    </message>
    <message>
        <source>The server ended the talk. What was said stays here; begin again when you like.</source>
        <translation>El servidor terminó la conversación. Lo que se dijo sigue aquí; empieza de nuevo cuando quieras.</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>Empezando…</translation>
    </message>
    <message>
        <source>Your turn: press {key} and speak</source>
        <translation>Tu turno: pulsa {key} y habla</translation>
    </message>
    <message>
        <source>Listening… press {key} when you have finished</source>
        <translation>Escuchando… pulsa {key} cuando hayas terminado</translation>
    </message>
    <message>
        <source>Understanding what you said…</source>
        <translation>Entendiendo lo que has dicho…</translation>
    </message>
    <message>
        <source>The teacher is thinking…</source>
        <translation>El profesor está pensando…</translation>
    </message>
    <message>
        <source>The teacher is speaking: press {key} to interrupt</source>
        <translation>El profesor está hablando: pulsa {key} para interrumpir</translation>
    </message>
    <message>
        <source>Beginner</source>
        <translation>Principiante</translation>
    </message>
    <message>
        <source>Intermediate</source>
        <translation>Intermedio</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Avanzado</translation>
    </message>
</context>
<context>
    <name>PracticePage</name>
    <message>
        <source>Practice</source>
        <translation>Practicar</translation>
    </message>
    <message>
        <source>Speak, or stop speaking</source>
        <translation>Hablar o dejar de hablar</translation>
    </message>
    <message>
        <source>Your talk goes on, and its minutes count.</source>
        <translation>Tu conversación sigue abierta y sus minutos cuentan.</translation>
    </message>
    <message>
        <source>End the talk</source>
        <translation>Terminar la conversación</translation>
    </message>
    <message>
        <source>Lantern finds no microphone. Connect one, or allow Lantern to use it in the system settings.</source>
        <translation>Lantern no encuentra ningún micrófono. Conecta uno o permite que Lantern lo use en los ajustes del sistema.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Buscar otra vez</translation>
    </message>
    <message>
        <source>Free talk</source>
        <translation>Conversación libre</translation>
    </message>
    <message>
        <source>Say hello, ask something, or say what you want to practise.</source>
        <translation>Saluda, pregunta algo o di qué quieres practicar.</translation>
    </message>
    <message>
        <source>{problem} The talk goes on; if the server stays away for ten minutes, it ends.</source>
        <translation>{problem} La conversación sigue; si el servidor no vuelve en diez minutos, termina.</translation>
    </message>
    <message>
        <source>Nothing was understood. Speak a little louder or closer to the microphone.</source>
        <translation>No se entendió nada. Habla un poco más alto o más cerca del micrófono.</translation>
    </message>
    <message>
        <source>This computer has no voice to read answers aloud; they are shown here.</source>
        <translation>Este equipo no tiene una voz que lea las respuestas; se muestran aquí.</translation>
    </message>
    <message>
        <source>The microphone is not there any more.</source>
        <translation>El micrófono ya no está disponible.</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left to speak this month</source>
        <translation>
            <numerusform>Queda %n minuto para hablar este mes</numerusform>
            <numerusform>Quedan %n minutos para hablar este mes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left to speak without a connection</source>
        <translation>
            <numerusform>Queda %n minuto para hablar sin conexión</numerusform>
            <numerusform>Quedan %n minutos para hablar sin conexión</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on here?</source>
        <translation>¿Seguir aquí?</translation>
    </message>
    <message>
        <source>You are speaking on another device. If you go on here, the talk there ends.</source>
        <translation>Estás hablando en otro dispositivo. Si sigues aquí, la conversación de allí termina.</translation>
    </message>
    <message>
        <source>Go on here</source>
        <translation>Seguir aquí</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Question {number} of {count}</source>
        <translation>Pregunta {number} de {count}</translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} puntos</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>True</source>
        <translation>Verdadero</translation>
    </message>
    <message>
        <source>False</source>
        <translation>Falso</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>Tu respuesta</translation>
    </message>
    <message>
        <source>A word or a few</source>
        <translation>Una o pocas palabras</translation>
    </message>
    <message>
        <source>A number</source>
        <translation>Un número</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elige…</translation>
    </message>
</context>
<context>
    <name>PreviewPanel</name>
    <message>
        <source>Look of the phone</source>
        <translation>Aspecto del teléfono</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>On a phone</source>
        <translation>En un teléfono</translation>
    </message>
</context>
<context>
    <name>PriceDialog</name>
    <message>
        <source>New prices of {model}</source>
        <translation>Precios nuevos de {model}</translation>
    </message>
    <message>
        <source>Enter these prices</source>
        <translation>Anotar estos precios</translation>
    </message>
    <message>
        <source>Another price for long input</source>
        <translation>Otro precio para entradas largas</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Vale</translation>
    </message>
    <message>
        <source>From now on</source>
        <translation>Desde ahora</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Más tarde</translation>
    </message>
    <message>
        <source>From when on</source>
        <translation>Desde cuándo</translation>
    </message>
    <message>
        <source>US dollars per million tokens, as the provider charges them; the margin comes on top. What was charged before stays as it was: prices are only ever added.</source>
        <translation>Dólares por millón de tokens, como los cobra el proveedor; el margen va aparte. Lo cobrado antes queda como estaba: los precios solo se añaden.</translation>
    </message>
</context>
<context>
    <name>PricesSection</name>
    <message>
        <source>Prices</source>
        <translation>Precios</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Todos los modelos</translation>
    </message>
    <message>
        <source>Margins</source>
        <translation>Márgenes</translation>
    </message>
    <message>
        <source>No prices</source>
        <translation>Sin precios</translation>
    </message>
    <message>
        <source>Margin: {model}, {plan}</source>
        <translation>Margen: {model}, {plan}</translation>
    </message>
    <message>
        <source>every plan</source>
        <translation>todos los planes</translation>
    </message>
</context>
<context>
    <name>Print</name>
    <message>
        <source>{title}: answers</source>
        <translation>{title}: respuestas</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Fill the gaps.</source>
        <translation>Rellena los huecos.</translation>
    </message>
    <message>
        <source>True</source>
        <translation>Verdadero</translation>
    </message>
    <message>
        <source>False</source>
        <translation>Falso</translation>
    </message>
    <message>
        <source>Words: {words}</source>
        <translation>Palabras: {words}</translation>
    </message>
    <message>
        <source>(see the screen)</source>
        <translation>(mira la pantalla)</translation>
    </message>
    <message>
        <source>No right answer</source>
        <translation>Sin respuesta correcta</translation>
    </message>
</context>
<context>
    <name>PrintDialog</name>
    <message>
        <source>Print the quiz</source>
        <translation>Imprimir el cuestionario</translation>
    </message>
    <message>
        <source>Sheet to fill in, with a line for the name</source>
        <translation>Hoja para rellenar, con una línea para el nombre</translation>
    </message>
    <message>
        <source>Answer key, on pages of its own</source>
        <translation>Soluciones, en páginas aparte</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papel</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Carta</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Guardar como PDF</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Open as PDF</source>
        <translation>Abrir como PDF</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Guardar como PDF…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Cancel “{title}”</source>
        <translation>Cancelar «{title}»</translation>
    </message>
    <message>
        <source>Try “{title}” again</source>
        <translation>Reintentar «{title}»</translation>
    </message>
</context>
<context>
    <name>PromptForm</name>
    <message>
        <source>Instructions</source>
        <translation>Instrucciones</translation>
    </message>
    <message>
        <source>Take these back</source>
        <translation>Retirar estas</translation>
    </message>
    <message>
        <source>What counts when these are taken back</source>
        <translation>Lo que vale al retirarlas</translation>
    </message>
    <message>
        <source>Put before the program’s own words in every call that names this use. Other programs that name none never get them.</source>
        <translation>Van delante de las palabras del propio programa en cada llamada que nombra este uso. Los programas que no nombran ninguno no las reciben.</translation>
    </message>
    <message>
        <source>{count} of {most} characters</source>
        <translation>{count} de {most} caracteres</translation>
    </message>
</context>
<context>
    <name>PromptsSection</name>
    <message>
        <source>Instructions</source>
        <translation>Instrucciones</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Sin guardar</translation>
    </message>
</context>
<context>
    <name>ProviderButtons</name>
    <message>
        <source>or</source>
        <translation>o</translation>
    </message>
    <message>
        <source>Continue with {provider}</source>
        <translation>Continuar con {provider}</translation>
    </message>
</context>
<context>
    <name>PurchaseCard</name>
    <message>
        <source>Open the page again</source>
        <translation>Abrir la página otra vez</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>Empezar de nuevo</translation>
    </message>
    <message>
        <source>Copy its address</source>
        <translation>Copiar su dirección</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>Dejar de esperar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>What you paid and its bill are under “Payments” and “Invoices”.</source>
        <translation>Lo que pagaste y su factura están en «Pagos» y «Facturas».</translation>
    </message>
    <message>
        <source>The page for paying has closed</source>
        <translation>La página de pago se ha cerrado</translation>
    </message>
    <message>
        <source>{offer} was not paid in time, so nothing was charged.</source>
        <translation>{offer} no se pagó a tiempo, así que no se cobró nada.</translation>
    </message>
    <message>
        <source>Waiting for your payment…</source>
        <translation>Esperando tu pago…</translation>
    </message>
    <message>
        <source>{provider} charges {offer} to the card it knows. It counts as soon as that is done.</source>
        <translation>{provider} cobra {offer} a la tarjeta que conoce. Cuenta en cuanto esté hecho.</translation>
    </message>
    <message>
        <source>Pay for {offer} ({price}) at {provider} in your browser. You can go on working: this is noticed by itself.</source>
        <translation>Paga {offer} ({price}) en {provider}, en tu navegador. Puedes seguir trabajando: esto se nota por sí solo.</translation>
    </message>
    <message>
        <source>No browser opened</source>
        <translation>No se abrió ningún navegador</translation>
    </message>
    <message>
        <source>Copy the address into a browser, on any device, and pay for {offer} ({price}) at {provider} there.</source>
        <translation>Copia la dirección en un navegador, en cualquier dispositivo, y paga allí {offer} ({price}) en {provider}.</translation>
    </message>
</context>
<context>
    <name>QuestionCard</name>
    <message>
        <source>Your answer: {words}</source>
        <translation>Tu respuesta: {words}</translation>
    </message>
    <message>
        <source>You gave no answer.</source>
        <translation>No respondiste.</translation>
    </message>
    <message>
        <source>Right answer: {words}</source>
        <translation>Respuesta correcta: {words}</translation>
    </message>
    <message>
        <source>Question {number}</source>
        <translation>Pregunta {number}</translation>
    </message>
    <message>
        <source>Does not count</source>
        <translation>No cuenta</translation>
    </message>
    <message>
        <source>From “{title}”</source>
        <translation>De «{title}»</translation>
    </message>
    <message>
        <source>No right or wrong</source>
        <translation>Sin bien ni mal</translation>
    </message>
    <message>
        <source>{share} right</source>
        <translation>{share} de aciertos</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n respuesta</numerusform>
            <numerusform>%n respuestas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an answer</source>
        <translation>
            <numerusform>%n sin respuesta</numerusform>
            <numerusform>%n sin respuesta</numerusform>
        </translation>
    </message>
    <message>
        <source>usually {time}</source>
        <translation>normalmente {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n wrong though sure</source>
        <translation>
            <numerusform>%n error con seguridad</numerusform>
            <numerusform>%n errores con seguridad</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuestionCards</name>
    <message>
        <source>Which questions</source>
        <translation>Qué preguntas</translation>
    </message>
    <message>
        <source>All questions</source>
        <translation>Todas las preguntas</translation>
    </message>
    <message>
        <source>To look at again</source>
        <translation>Para repasar</translation>
    </message>
    <message>
        <source>Everything was right. Well done!</source>
        <translation>Todo correcto. ¡Muy bien!</translation>
    </message>
</context>
<context>
    <name>QuestionForm</name>
    <message>
        <source>Question</source>
        <translation>Pregunta</translation>
    </message>
    <message>
        <source>Kind of question</source>
        <translation>Tipo de pregunta</translation>
    </message>
    <message>
        <source>What do you ask?</source>
        <translation>¿Qué preguntas?</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n segundo</numerusform>
            <numerusform>%n segundos</numerusform>
        </translation>
    </message>
    <message>
        <source>No time limit</source>
        <translation>Sin límite de tiempo</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Límite de tiempo</translation>
    </message>
    <message>
        <source>No points</source>
        <translation>Sin puntos</translation>
    </message>
    <message>
        <source>Usual points</source>
        <translation>Puntos habituales</translation>
    </message>
    <message>
        <source>×{times} points</source>
        <translation>Puntos ×{times}</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Puntos</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>for reports</source>
        <translation>para los informes</translation>
    </message>
    <message>
        <source>Ask how sure players are before they see the answer</source>
        <translation>Preguntar a los jugadores lo seguros que están antes de ver la respuesta</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>Explicación</translation>
    </message>
    <message>
        <source>Shown after the answer: why is it so?</source>
        <translation>Se muestra tras la respuesta: ¿por qué es así?</translation>
    </message>
    <message>
        <source>your library</source>
        <translation>tu biblioteca</translation>
    </message>
    <message>
        <source>From “{title}” at {time}</source>
        <translation>De «{title}» en {time}</translation>
    </message>
    <message>
        <source>From “{title}”, page {page}</source>
        <translation>De «{title}», página {page}</translation>
    </message>
    <message>
        <source>From “{title}”</source>
        <translation>De «{title}»</translation>
    </message>
</context>
<context>
    <name>QuestionPane</name>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>Still thinking: {names}</source>
        <translation>Aún piensan: {names}</translation>
    </message>
</context>
<context>
    <name>QuestionScene</name>
    <message>
        <source>Question {number} of {count}</source>
        <translation>Pregunta {number} de {count}</translation>
    </message>
    <message>
        <source>Read the question</source>
        <translation>Lee la pregunta</translation>
    </message>
    <message>
        <source>Time is up</source>
        <translation>Se acabó el tiempo</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message>
        <source>You asked: {text}</source>
        <translation>Has preguntado: {text}</translation>
    </message>
    <message>
        <source>Edit and ask again</source>
        <translation>Editar y volver a preguntar</translation>
    </message>
    <message>
        <source>Delete the question and its answer</source>
        <translation>Borrar la pregunta y su respuesta</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Pregunta</translation>
    </message>
    <message>
        <source>What follows this question will be replaced.</source>
        <translation>Lo que sigue a esta pregunta se sustituirá.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Volver a preguntar</translation>
    </message>
    <message>
        <source>How sure are you?</source>
        <translation>¿Qué seguridad tienes?</translation>
    </message>
    <message>
        <source>Send answer</source>
        <translation>Enviar respuesta</translation>
    </message>
    <message>
        <source>Question {number} of {count}</source>
        <translation>Pregunta {number} de {count}</translation>
    </message>
    <message>
        <source>up to {points} points</source>
        <translation>hasta {points} puntos</translation>
    </message>
    <message>
        <source>Change answer</source>
        <translation>Cambiar respuesta</translation>
    </message>
    <message>
        <source>Read on; your teacher goes on when everyone is ready.</source>
        <translation>Lee con calma; tu docente sigue cuando todos estén listos.</translation>
    </message>
    <message>
        <source>Get ready: the answers come in a moment.</source>
        <translation>Prepárate: las respuestas llegan enseguida.</translation>
    </message>
    <message>
        <source>You joined while this question was open. You play from the next one.</source>
        <translation>Has entrado con esta pregunta abierta. Juegas a partir de la siguiente.</translation>
    </message>
    <message>
        <source>Paused by your teacher. Your time stands still.</source>
        <translation>Tu docente ha hecho una pausa. Tu tiempo está parado.</translation>
    </message>
    <message>
        <source>Time is up.</source>
        <translation>Se acabó el tiempo.</translation>
    </message>
    <message>
        <source>Your answer has arrived.</source>
        <translation>Tu respuesta ha llegado.</translation>
    </message>
    <message>
        <source>Your answer came late. Your teacher decides whether it counts.</source>
        <translation>Tu respuesta ha llegado tarde. Tu docente decide si cuenta.</translation>
    </message>
    <message>
        <source>Your answer came after the end and does not count.</source>
        <translation>Tu respuesta llegó después del final y no cuenta.</translation>
    </message>
    <message>
        <source>You have answered already; your first answer counts.</source>
        <translation>Ya habías respondido; cuenta tu primera respuesta.</translation>
    </message>
    <message>
        <source>This answer could not be read. Please answer again.</source>
        <translation>No se ha podido leer esta respuesta. Responde otra vez.</translation>
    </message>
    <message>
        <source>This answer does not count: you play from the next question.</source>
        <translation>Esta respuesta no cuenta: juegas a partir de la siguiente pregunta.</translation>
    </message>
    <message>
        <source>Your answer is kept here and sent as soon as the connection is back.</source>
        <translation>Tu respuesta se guarda aquí y se envía en cuanto vuelva la conexión.</translation>
    </message>
    <message>
        <source>Sending your answer…</source>
        <translation>Enviando tu respuesta…</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>Queda %n segundo</numerusform>
            <numerusform>Quedan %n segundos</numerusform>
        </translation>
    </message>
    <message>
        <source>You can answer now.</source>
        <translation>Ya puedes responder.</translation>
    </message>
</context>
<context>
    <name>QuestionsPane</name>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Hardest first</source>
        <translation>Primero las difíciles</translation>
    </message>
    <message>
        <source>As asked</source>
        <translation>Como se hicieron</translation>
    </message>
</context>
<context>
    <name>QuestionsPanel</name>
    <message>
        <source>Questions</source>
        <translation>Preguntas</translation>
    </message>
    <message>
        <source>Add a question</source>
        <translation>Añadir una pregunta</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Bajar</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>to be put right</source>
        <translation>hay que corregirla</translation>
    </message>
    <message>
        <source>could be better</source>
        <translation>se puede mejorar</translation>
    </message>
</context>
<context>
    <name>QuizActionBar</name>
    <message>
        <source>Choose nothing</source>
        <translation>No elegir nada</translation>
    </message>
</context>
<context>
    <name>QuizActions</name>
    <message>
        <source>Host</source>
        <translation>Presentar</translation>
    </message>
    <message>
        <source>Assign with a deadline…</source>
        <translation>Asignar con fecha límite…</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>Share with a group…</source>
        <translation>Compartir con un grupo…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Imprimir…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Past games</source>
        <translation>Partidas anteriores</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
</context>
<context>
    <name>QuizDelegate</name>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
</context>
<context>
    <name>QuizDetailsDialog</name>
    <message>
        <source>Title and description</source>
        <translation>Título y descripción</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>Sin indicar</translation>
    </message>
    <message>
        <source>English</source>
        <translation>inglés</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Español</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Helps programs that read it aloud.</source>
        <translation>Ayuda a los programas que lo leen en voz alta.</translation>
    </message>
</context>
<context>
    <name>QuizFiles</name>
    <message>
        <source>Import questions</source>
        <translation>Importar preguntas</translation>
    </message>
    <message>
        <source>Quizzes, tables, Moodle and Anki</source>
        <translation>Cuestionarios, tablas, Moodle y Anki</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Todos los archivos</translation>
    </message>
    <message>
        <source>Lantern quiz, with pictures and sounds</source>
        <translation>Cuestionario de Lantern, con imágenes y sonidos</translation>
    </message>
    <message>
        <source>Table for spreadsheets</source>
        <translation>Tabla para hojas de cálculo</translation>
    </message>
    <message>
        <source>Moodle GIFT</source>
        <translation>GIFT de Moodle</translation>
    </message>
    <message>
        <source>Export the quiz</source>
        <translation>Exportar el cuestionario</translation>
    </message>
    <message>
        <source>Saved as “{title}”</source>
        <translation>Guardado como «{title}»</translation>
    </message>
</context>
<context>
    <name>QuizPlayer</name>
    <message>
        <source>Play</source>
        <translation>Reproducir</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
</context>
<context>
    <name>Quizzes</name>
    <message>
        <source>No questions yet</source>
        <translation>Todavía sin preguntas</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n pregunta</numerusform>
            <numerusform>%n preguntas</numerusform>
        </translation>
    </message>
    <message>
        <source>Not played yet</source>
        <translation>Todavía no se ha jugado</translation>
    </message>
    <message numerus="yes">
        <source>Played %n time(s), last {date}</source>
        <translation>
            <numerusform>Jugado %n vez, la última el {date}</numerusform>
            <numerusform>Jugado %n veces, la última el {date}</numerusform>
        </translation>
    </message>
    <message>
        <source>Played {date}</source>
        <translation>Jugado el {date}</translation>
    </message>
    <message>
        <source>Changed {date}</source>
        <translation>Cambiado el {date}</translation>
    </message>
    <message>
        <source>Shared with a group</source>
        <translation>Compartido con un grupo</translation>
    </message>
    <message>
        <source>Shared with {group}</source>
        <translation>Compartido con {group}</translation>
    </message>
</context>
<context>
    <name>QuizzesPage</name>
    <message>
        <source>{title} (copy)</source>
        <translation>{title} (copia)</translation>
    </message>
    <message>
        <source>Quizzes</source>
        <translation>Cuestionarios</translation>
    </message>
    <message>
        <source>Find by title, question or topic</source>
        <translation>Buscar por título, pregunta o tema</translation>
    </message>
    <message>
        <source>Past games and reports</source>
        <translation>Partidas anteriores e informes</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Make from a recording or document</source>
        <translation>Hacer de una grabación o un documento</translation>
    </message>
    <message>
        <source>New quiz</source>
        <translation>Cuestionario nuevo</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Last changed first</source>
        <translation>Primero los últimos cambiados</translation>
    </message>
    <message>
        <source>Last played first</source>
        <translation>Primero los últimos jugados</translation>
    </message>
    <message>
        <source>By title</source>
        <translation>Por título</translation>
    </message>
    <message>
        <source>Find a quiz</source>
        <translation>Buscar un cuestionario</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Deshacer el último cambio</translation>
    </message>
    <message>
        <source>Print the chosen quiz</source>
        <translation>Imprimir el cuestionario elegido</translation>
    </message>
    <message>
        <source>Duplicate the chosen quiz</source>
        <translation>Duplicar el cuestionario elegido</translation>
    </message>
    <message>
        <source>Edit a quiz</source>
        <translation>Editar un cuestionario</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Rename a quiz</source>
        <translation>Cambiar el nombre de un cuestionario</translation>
    </message>
    <message>
        <source>Delete the chosen quizzes</source>
        <translation>Eliminar los cuestionarios elegidos</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>No quiz has “{words}”.</source>
        <translation>Ningún cuestionario contiene «{words}».</translation>
    </message>
    <message>
        <source>Show all quizzes</source>
        <translation>Mostrar todos los cuestionarios</translation>
    </message>
    <message>
        <source>Your quizzes will be here. Write one, or import questions from a spreadsheet, Moodle or Anki; then host it for a whole class, with no internet.</source>
        <translation>Aquí estarán tus cuestionarios. Escribe uno o importa preguntas de una hoja de cálculo, Moodle o Anki; después preséntalo a toda una clase, sin internet.</translation>
    </message>
    <message>
        <source>{count} of {all} chosen</source>
        <translation>{count} de {all} elegidos</translation>
    </message>
    <message numerus="yes">
        <source>%n quiz(zes)</source>
        <translation>
            <numerusform>%n cuestionario</numerusform>
            <numerusform>%n cuestionarios</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n quiz(zes) deleted</source>
        <translation>
            <numerusform>%n cuestionario eliminado</numerusform>
            <numerusform>%n cuestionarios eliminados</numerusform>
        </translation>
    </message>
    <message>
        <source>Renamed to “{title}”</source>
        <translation>Ahora se llama «{title}»</translation>
    </message>
    <message>
        <source>“{title}” was made</source>
        <translation>Se creó «{title}»</translation>
    </message>
    <message>
        <source>Saved as “{title}”</source>
        <translation>Guardado como «{title}»</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) imported</source>
        <translation>
            <numerusform>%n pregunta importada</numerusform>
            <numerusform>%n preguntas importadas</numerusform>
        </translation>
    </message>
    <message>
        <source>“{title}” is shared</source>
        <translation>«{title}» está compartido</translation>
    </message>
    <message>
        <source>“{title}” is only for you now</source>
        <translation>«{title}» ahora es solo para ti</translation>
    </message>
    <message>
        <source>Deleted “{title}”</source>
        <translation>«{title}» borrado</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>You are in no group yet that you could share with.</source>
        <translation>Todavía no estás en ningún grupo con el que puedas compartir.</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>Share “{title}” with</source>
        <translation>Compartir «{title}» con</translation>
    </message>
</context>
<context>
    <name>RatesForm</name>
    <message>
        <source>From so much input</source>
        <translation>Desde tanta entrada</translation>
    </message>
</context>
<context>
    <name>ReachCard</name>
    <message>
        <source>A phone cannot open the page?</source>
        <translation>¿Un teléfono no puede abrir la página?</translation>
    </message>
    <message>
        <source>Reachable</source>
        <translation>Accesible</translation>
    </message>
    <message>
        <source>Devices of this room reach this computer.</source>
        <translation>Los dispositivos de esta sala llegan a este ordenador.</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Sin red</translation>
    </message>
    <message>
        <source>This computer is in no network, so phones cannot come in. Turn on Wi-Fi or a hotspot.</source>
        <translation>Este ordenador no está en ninguna red, así que los teléfonos no pueden entrar. Activa la wifi o un punto de acceso.</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Aún sin comprobar</translation>
    </message>
    <message>
        <source>Scan the code with one phone: as soon as it comes in, everybody else can, too.</source>
        <translation>Escanea el código con un teléfono: en cuanto entre, podrán entrar los demás.</translation>
    </message>
    <message>
        <source>Another Wi-Fi</source>
        <translation>Otra wifi</translation>
    </message>
    <message>
        <source>Phone and computer must be in the same network. Mobile data must not take over: the Wi-Fi needs no internet for this.</source>
        <translation>El teléfono y el ordenador deben estar en la misma red. Que los datos móviles no tomen el relevo: para esto la wifi no necesita internet.</translation>
    </message>
    <message>
        <source>The firewall</source>
        <translation>El cortafuegos</translation>
    </message>
    <message>
        <source>The first time, your system may ask whether Lantern may be reached from the network. Allow it for private networks.</source>
        <translation>La primera vez, tu sistema puede preguntar si se puede llegar a Lantern desde la red. Permítelo en redes privadas.</translation>
    </message>
    <message>
        <source>A guest network that keeps devices apart</source>
        <translation>Una red de invitados que separa los dispositivos</translation>
    </message>
    <message>
        <source>Many schools do that. Turn on the hotspot of this computer or of a phone, connect everybody to it, and this page shows the new address by itself.</source>
        <translation>Muchos centros lo hacen. Activa el punto de acceso de este ordenador o de un teléfono, conecta a todos y esta página mostrará sola la nueva dirección.</translation>
    </message>
</context>
<context>
    <name>RecordingDialog</name>
    <message>
        <source>Record</source>
        <translation>Grabar</translation>
    </message>
    <message>
        <source>Lantern finds no microphone. Connect one, or allow Lantern to use it in the system settings.</source>
        <translation>Lantern no encuentra ningún micrófono. Conecta uno o permite que Lantern lo use en los ajustes del sistema.</translation>
    </message>
    <message>
        <source>Recording of {date}</source>
        <translation>Grabación del {date}</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Micrófono</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Volumen de entrada</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Buscar otra vez</translation>
    </message>
    <message>
        <source>Start recording</source>
        <translation>Empezar a grabar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>Parar y guardar</translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Nothing is heard. Is the microphone switched on?</source>
        <translation>No se oye nada. ¿Está encendido el micrófono?</translation>
    </message>
    <message>
        <source>Throw this recording away?</source>
        <translation>¿Descartar esta grabación?</translation>
    </message>
    <message>
        <source>It cannot be brought back.</source>
        <translation>No se puede recuperar.</translation>
    </message>
    <message>
        <source>The microphone could not be used. Another program may hold it.</source>
        <translation>No se ha podido usar el micrófono. Puede que otro programa lo tenga ocupado.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Ready to record</source>
        <translation>Listo para grabar</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Grabando</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Adding it to your library…</source>
        <translation>Añadiéndola a tu biblioteca…</translation>
    </message>
    <message>
        <source>Added to your library</source>
        <translation>Añadida a tu biblioteca</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenida</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>This game is over</source>
        <translation>Esta partida ha terminado</translation>
    </message>
    <message>
        <source>Nobody can join any more.</source>
        <translation>Ya no puede entrar nadie.</translation>
    </message>
    <message>
        <source>Your teacher took you out of the game</source>
        <translation>Tu docente te ha sacado de la partida</translation>
    </message>
    <message>
        <source>The game is full</source>
        <translation>La partida está llena</translation>
    </message>
    <message>
        <source>No more players can join. Ask your teacher.</source>
        <translation>No pueden entrar más jugadores. Pregunta a tu docente.</translation>
    </message>
    <message>
        <source>The door is closed</source>
        <translation>La puerta está cerrada</translation>
    </message>
    <message>
        <source>Your teacher lets nobody new in at the moment. Ask, then try again.</source>
        <translation>Ahora tu docente no deja entrar a nadie más. Pregunta y vuelve a intentarlo.</translation>
    </message>
    <message>
        <source>You cannot come back to this game by yourself. Ask your teacher.</source>
        <translation>No puedes volver por tu cuenta a esta partida. Pregunta a tu docente.</translation>
    </message>
    <message>
        <source>Ask your teacher if this was a mistake; your points are kept.</source>
        <translation>Pregunta a tu docente si ha sido un error; tus puntos se conservan.</translation>
    </message>
    <message>
        <source>This game needs another version</source>
        <translation>Esta partida necesita otra versión</translation>
    </message>
    <message>
        <source>The teacher&apos;s Lantern and yours do not understand each other. Update the older one, or join with a browser.</source>
        <translation>El Lantern del docente y el tuyo no se entienden. Actualiza el más antiguo o entra con un navegador.</translation>
    </message>
    <message>
        <source>You were not let in</source>
        <translation>No te han dejado entrar</translation>
    </message>
    <message>
        <source>Your teacher did not let this name in. You can ask why.</source>
        <translation>Tu docente no ha admitido este nombre. Puedes preguntar por qué.</translation>
    </message>
    <message>
        <source>Too many tries</source>
        <translation>Demasiados intentos</translation>
    </message>
    <message numerus="yes">
        <source>Wait %n second(s), then try again.</source>
        <translation>
            <numerusform>Espera %n segundo y vuelve a intentarlo.</numerusform>
            <numerusform>Espera %n segundos y vuelve a intentarlo.</numerusform>
        </translation>
    </message>
    <message>
        <source>You could not join</source>
        <translation>No has podido entrar</translation>
    </message>
    <message>
        <source>Ask your teacher, then try again.</source>
        <translation>Pregunta a tu docente y vuelve a intentarlo.</translation>
    </message>
    <message>
        <source>You play on another device now</source>
        <translation>Ahora juegas en otro dispositivo</translation>
    </message>
    <message>
        <source>Your points moved there with you.</source>
        <translation>Tus puntos se han ido contigo.</translation>
    </message>
    <message>
        <source>The connection was ended</source>
        <translation>La conexión se ha cerrado</translation>
    </message>
    <message>
        <source>This computer sent too much at once. You can come back.</source>
        <translation>Este ordenador ha enviado demasiado de golpe. Puedes volver.</translation>
    </message>
    <message>
        <source>You can come back.</source>
        <translation>Puedes volver.</translation>
    </message>
</context>
<context>
    <name>RefusedCard</name>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Qué dice</translation>
    </message>
</context>
<context>
    <name>RenameDialog</name>
    <message>
        <source>Rename a player</source>
        <translation>Cambiar el nombre de un jugador</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Everybody sees the new name from now on.</source>
        <translation>Desde ahora todos ven el nombre nuevo.</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>Past games</source>
        <translation>Partidas anteriores</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Part of the report</source>
        <translation>Parte del informe</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Preguntas</translation>
    </message>
    <message>
        <source>Players</source>
        <translation>Jugadores</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Temas</translation>
    </message>
    <message>
        <source>All games</source>
        <translation>Todas las partidas</translation>
    </message>
    <message>
        <source>Delete this report</source>
        <translation>Borrar este informe</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Every game you host leaves a report here: per question, per player and per topic.</source>
        <translation>Cada partida que diriges deja aquí un informe: por pregunta, por jugador y por tema.</translation>
    </message>
    <message>
        <source>Go to my quizzes</source>
        <translation>Ir a mis cuestionarios</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Informes</translation>
    </message>
    <message>
        <source>Export the report</source>
        <translation>Exportar el informe</translation>
    </message>
    <message>
        <source>Find a player</source>
        <translation>Buscar a un jugador</translation>
    </message>
    <message numerus="yes">
        <source>%n player(s)</source>
        <translation>
            <numerusform>%n jugador</numerusform>
            <numerusform>%n jugadores</numerusform>
        </translation>
    </message>
    <message>
        <source>Excel workbook with all tables</source>
        <translation>Libro de Excel con todas las tablas</translation>
    </message>
    <message>
        <source>CSV tables</source>
        <translation>Tablas CSV</translation>
    </message>
    <message>
        <source>The report of “{title}” is deleted</source>
        <translation>El informe de «{title}» está borrado</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Saved as “{title}”</source>
        <translation>Guardado como «{title}»</translation>
    </message>
    <message>
        <source>Saved as “{title}”; questions and answers are in two files beside it</source>
        <translation>Guardado como «{title}»; las preguntas y las respuestas están en dos archivos junto a él</translation>
    </message>
</context>
<context>
    <name>Reports</name>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Puesto</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Puntos</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Correcto</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Respondidas</translation>
    </message>
    <message>
        <source>Median s</source>
        <translation>Mediana s</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Tarde</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Pregunta</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>Respuesta correcta</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Sin responder</translation>
    </message>
    <message>
        <source>Confident mistakes</source>
        <translation>Errores con seguridad</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Segundos</translation>
    </message>
    <message>
        <source>Corrected by s</source>
        <translation>Corregido en s</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Seguridad</translation>
    </message>
    <message>
        <source>At (UTC)</source>
        <translation>Hora (UTC)</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Preguntas</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Needs help</source>
        <translation>Necesita ayuda</translation>
    </message>
    <message>
        <source>Players</source>
        <translation>Jugadores</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Temas</translation>
    </message>
</context>
<context>
    <name>ResultList</name>
    <message>
        <source>Handed in</source>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>You reached {points} of {best} points.</source>
        <translation>Has conseguido {points} de {best} puntos.</translation>
    </message>
</context>
<context>
    <name>ResultsList</name>
    <message>
        <source>Games you play are kept here, with every question and its right answer.</source>
        <translation>Aquí se guardan las partidas que juegas, con cada pregunta y su respuesta correcta.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>My results</source>
        <translation>Mis resultados</translation>
    </message>
    <message>
        <source>{right} of {count} right</source>
        <translation>{right} de {count} correctas</translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} puntos</translation>
    </message>
    <message>
        <source>place {rank} of {players}</source>
        <translation>puesto {rank} de {players}</translation>
    </message>
    <message>
        <source>not finished</source>
        <translation>sin terminar</translation>
    </message>
</context>
<context>
    <name>RevealBanner</name>
    <message>
        <source>{points} points in all</source>
        <translation>{points} puntos en total</translation>
    </message>
    <message>
        <source>place {rank}</source>
        <translation>puesto {rank}</translation>
    </message>
    <message>
        <source>{points} to the next</source>
        <translation>{points} hasta el siguiente</translation>
    </message>
    <message numerus="yes">
        <source>%n right in a row</source>
        <translation>
            <numerusform>%n acierto seguido</numerusform>
            <numerusform>%n aciertos seguidos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RevealDetails</name>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>Right answer: {words}</source>
        <translation>Respuesta correcta: {words}</translation>
    </message>
</context>
<context>
    <name>RunningGames</name>
    <message>
        <source>“{title}” is under way on this computer.</source>
        <translation>«{title}» está en marcha en este ordenador.</translation>
    </message>
    <message numerus="yes">
        <source>%n quiz(zes) are under way on this computer.</source>
        <translation>
            <numerusform>%n cuestionario está en marcha en este ordenador.</numerusform>
            <numerusform>%n cuestionarios están en marcha en este ordenador.</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
</context>
<context>
    <name>ScaleEditor</name>
    <message>
        <source>Lowest</source>
        <translation>Mínimo</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>Máximo</translation>
    </message>
    <message>
        <source>Words for the lowest</source>
        <translation>Palabras para el mínimo</translation>
    </message>
    <message>
        <source>for example: not at all</source>
        <translation>por ejemplo: nada</translation>
    </message>
    <message>
        <source>Words for the highest</source>
        <translation>Palabras para el máximo</translation>
    </message>
    <message>
        <source>for example: very much</source>
        <translation>por ejemplo: mucho</translation>
    </message>
</context>
<context>
    <name>ScalePad</name>
    <message>
        <source>Your opinion</source>
        <translation>Tu opinión</translation>
    </message>
</context>
<context>
    <name>SchoolDialog</name>
    <message>
        <source>New school</source>
        <translation>Centro nuevo</translation>
    </message>
    <message>
        <source>Make the school</source>
        <translation>Crear el centro</translation>
    </message>
    <message>
        <source>Its people are looked after together, by administrators of its own; what they use can have a limit for all of them.</source>
        <translation>De su gente se ocupan en conjunto administradores propios; lo que usan puede tener un límite para todos.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Gets an invitation. May stay empty; people are invited later as well.</source>
        <translation>Recibe una invitación. Puede quedar vacío; también se invita más tarde.</translation>
    </message>
    <message>
        <source>E-mail of its administrator</source>
        <translation>Correo de su administrador</translation>
    </message>
</context>
<context>
    <name>SchoolForm</name>
    <message>
        <source>Invite…</source>
        <translation>Invitar…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n persona</numerusform>
            <numerusform>%n personas</numerusform>
        </translation>
    </message>
    <message>
        <source>since {date}</source>
        <translation>desde {date}</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Suspendida</translation>
    </message>
    <message>
        <source>Let in again</source>
        <translation>Dejar entrar</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Suspender</translation>
    </message>
    <message>
        <source>What its people may use together</source>
        <translation>Lo que puede usar su gente en conjunto</translation>
    </message>
    <message>
        <source>Besides what each may by their plan. It counts at once.</source>
        <translation>Además de lo que permite el plan de cada uno. Vale enseguida.</translation>
    </message>
    <message>
        <source>{meter}: may be overdrawn by</source>
        <translation>{meter}: puede pasarse en</translation>
    </message>
    <message>
        <source>May be overdrawn by</source>
        <translation>Puede pasarse en</translation>
    </message>
</context>
<context>
    <name>SchoolsSection</name>
    <message>
        <source>New school…</source>
        <translation>Centro nuevo…</translation>
    </message>
    <message>
        <source>Schools are looked after by administrators of their own. There is none yet.</source>
        <translation>De los centros se ocupan administradores propios. Aún no hay ninguno.</translation>
    </message>
    <message>
        <source>Schools</source>
        <translation>Centros</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Suspendida</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Sin guardar</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n persona</numerusform>
            <numerusform>%n personas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Page {page}</source>
        <translation>Página {page}</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear search</source>
        <translation>Borrar la búsqueda</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Ask about this</source>
        <translation>Preguntar sobre esto</translation>
    </message>
    <message>
        <source>Search what was said or written</source>
        <translation>Busca lo que se dijo o se escribió</translation>
    </message>
    <message>
        <source>Look in</source>
        <translation>Buscar en</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Añadido</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Lo mejor primero</translation>
    </message>
    <message>
        <source>By item</source>
        <translation>Por elemento</translation>
    </message>
    <message>
        <source>Any kind</source>
        <translation>Cualquier tipo</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Grabaciones</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documentos</translation>
    </message>
    <message>
        <source>Any date</source>
        <translation>Cualquier fecha</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>Última semana</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Último mes</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>Último año</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>Show more results</source>
        <translation>Mostrar más resultados</translation>
    </message>
    <message>
        <source>Go to the search field</source>
        <translation>Ir al campo de búsqueda</translation>
    </message>
    <message>
        <source>Choose a result</source>
        <translation>Elegir un resultado</translation>
    </message>
    <message>
        <source>Open the result</source>
        <translation>Abrir el resultado</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) found</source>
        <translation>
            <numerusform>%n pasaje encontrado</numerusform>
            <numerusform>%n pasajes encontrados</numerusform>
        </translation>
    </message>
    <message>
        <source>Quotes find an exact phrase: &quot;light reaction&quot;. A star finds every ending: photosyn*.</source>
        <translation>Las comillas buscan una frase exacta: &quot;reacción luminosa&quot;. Un asterisco busca cualquier terminación: fotosín*.</translation>
    </message>
    <message>
        <source>Nothing here matches “{query}”.</source>
        <translation>Aquí no hay nada que coincida con «{query}».</translation>
    </message>
    <message>
        <source>Search the whole library</source>
        <translation>Buscar en toda la biblioteca</translation>
    </message>
    <message>
        <source>Nothing in your library matches “{query}”.</source>
        <translation>Nada en tu biblioteca coincide con «{query}».</translation>
    </message>
    <message>
        <source>Show the closest places</source>
        <translation>Mostrar los pasajes más cercanos</translation>
    </message>
    <message>
        <source>Type a few words to find where they were said or written.</source>
        <translation>Escribe unas palabras para encontrar dónde se dijeron o se escribieron.</translation>
    </message>
    <message>
        <source>Here you will find every place where something was said or written.</source>
        <translation>Aquí encontrarás cada lugar donde se dijo o se escribió algo.</translation>
    </message>
    <message>
        <source>Add a recording first</source>
        <translation>Añade antes una grabación</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>Colecciones</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Elementos</translation>
    </message>
    <message>
        <source>Any tag</source>
        <translation>Cualquier etiqueta</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) are still being prepared; they will be found when they are ready.</source>
        <translation>
            <numerusform>%n elemento aún se está preparando; se encontrará cuando esté listo.</numerusform>
            <numerusform>%n elementos aún se están preparando; se encontrarán cuando estén listos.</numerusform>
        </translation>
    </message>
    <message>
        <source>{reason} Until then search finds words only.</source>
        <translation>{reason} Hasta entonces la búsqueda solo encuentra palabras.</translation>
    </message>
    <message>
        <source>{reason} Search goes on as before.</source>
        <translation>{reason} La búsqueda sigue como antes.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Finding exact words only. With a small model, Lantern also finds what means the same.</source>
        <translation>Solo se buscan las palabras exactas. Con un modelo pequeño, Lantern encuentra también lo que significa lo mismo.</translation>
    </message>
    <message>
        <source>Get the model</source>
        <translation>Obtener el modelo</translation>
    </message>
    <message>
        <source>Learning the meaning of your material: {done} of {all} places.</source>
        <translation>Aprendiendo el significado de tu material: {done} de {all} pasajes.</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>Abrir la página</translation>
    </message>
    <message>
        <source>Play from here</source>
        <translation>Reproducir desde aquí</translation>
    </message>
    <message>
        <source>Ask about this item</source>
        <translation>Preguntar sobre este elemento</translation>
    </message>
    <message>
        <source>Search only this item</source>
        <translation>Buscar solo en este elemento</translation>
    </message>
</context>
<context>
    <name>SeatCard</name>
    <message>
        <source>Answer</source>
        <translation>Responder</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Abandonar</translation>
    </message>
    <message>
        <source>Go on with {title}</source>
        <translation>Seguir con {title}</translation>
    </message>
    <message>
        <source>Give up {title}</source>
        <translation>Abandonar {title}</translation>
    </message>
    <message>
        <source>as {name}</source>
        <translation>como {name}</translation>
    </message>
    <message>
        <source>{answered} of {count} answered</source>
        <translation>{answered} de {count} respondidas</translation>
    </message>
    <message>
        <source>was due {time}</source>
        <translation>había que entregar el {time}</translation>
    </message>
    <message>
        <source>hand in by {time}</source>
        <translation>entrega hasta el {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) wait for the connection</source>
        <translation>
            <numerusform>%n respuesta espera la conexión</numerusform>
            <numerusform>%n respuestas esperan la conexión</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeatList</name>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>SessionsPanel</name>
    <message>
        <source>Find a chat</source>
        <translation>Buscar una conversación</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Conversaciones</translation>
    </message>
    <message>
        <source>No chat has these words.</source>
        <translation>Ninguna conversación contiene estas palabras.</translation>
    </message>
    <message>
        <source>Your questions and their answers will be kept here.</source>
        <translation>Tus preguntas y sus respuestas se guardarán aquí.</translation>
    </message>
</context>
<context>
    <name>SessionsView</name>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Same as this computer</source>
        <translation>Como este ordenador</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Español</source>
        <translation>Español</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Alto contraste</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tamaño del texto</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>Menos movimiento</translation>
    </message>
    <message>
        <source>Show changes at once instead of moving them.</source>
        <translation>Mostrar los cambios de golpe, sin animarlos.</translation>
    </message>
    <message>
        <source>Speech model</source>
        <translation>Modelo de voz</translation>
    </message>
    <message>
        <source>Turns speech into text. The smaller one is faster; the larger one knows more languages.</source>
        <translation>Convierte la voz en texto. El pequeño es más rápido; el grande sabe más idiomas.</translation>
    </message>
    <message>
        <source>Best one on this computer</source>
        <translation>El mejor de este ordenador</translation>
    </message>
    <message>
        <source>Translate recordings to English</source>
        <translation>Traducir las grabaciones al inglés</translation>
    </message>
    <message>
        <source>Files of synced collections</source>
        <translation>Archivos de las colecciones sincronizadas</translation>
    </message>
    <message>
        <source>For collections without a choice of their own. Titles and transcripts always sync.</source>
        <translation>Para colecciones sin elección propia. Los títulos y las transcripciones se sincronizan siempre.</translation>
    </message>
    <message>
        <source>Neither send nor fetch files</source>
        <translation>No enviar ni traer archivos</translation>
    </message>
    <message>
        <source>Send files, fetch when opened</source>
        <translation>Enviar archivos, traerlos al abrir</translation>
    </message>
    <message>
        <source>Send and fetch files on metered connections</source>
        <translation>Enviar y traer archivos con conexiones de uso medido</translation>
    </message>
    <message>
        <source>What you ask for yourself is always fetched.</source>
        <translation>Lo que pidas tú se trae siempre.</translation>
    </message>
    <message>
        <source>How meaning is searched</source>
        <translation>Cómo se busca por significado</translation>
    </message>
    <message>
        <source>On this computer nothing is sent anywhere.</source>
        <translation>En este ordenador no se envía nada a ningún sitio.</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>En este ordenador</translation>
    </message>
    <message>
        <source>OpenAI</source>
        <translation>OpenAI</translation>
    </message>
    <message>
        <source>Local or other server</source>
        <translation>Servidor local u otro</translation>
    </message>
    <message>
        <source>English speech to text</source>
        <translation>Voz en inglés a texto</translation>
    </message>
    <message>
        <source>Speech to text in many languages</source>
        <translation>Voz a texto en muchos idiomas</translation>
    </message>
    <message>
        <source>Write the transcript in English whatever language is spoken. Needs the model “Speech to text in many languages”.</source>
        <translation>Escribe la transcripción en inglés sea cual sea el idioma hablado. Necesita el modelo «Voz a texto en muchos idiomas».</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Carpetas vigiladas</translation>
    </message>
    <message>
        <source>New recordings and documents in these folders are added by themselves.</source>
        <translation>Las grabaciones y documentos nuevos de estas carpetas se añaden solos.</translation>
    </message>
    <message>
        <source>Embedding model</source>
        <translation>Modelo de vectores</translation>
    </message>
    <message>
        <source>Passages read for an answer</source>
        <translation>Pasajes leídos para responder</translation>
    </message>
    <message>
        <source>More passages give broader answers and take longer.</source>
        <translation>Con más pasajes las respuestas son más amplias y tardan más.</translation>
    </message>
    <message>
        <source>Answers are written by</source>
        <translation>Quién escribe las respuestas</translation>
    </message>
    <message>
        <source>No AI: quote my material</source>
        <translation>Sin IA: citar mi material</translation>
    </message>
    <message>
        <source>Anthropic (Claude)</source>
        <translation>Anthropic (Claude)</translation>
    </message>
    <message>
        <source>OpenAI (GPT)</source>
        <translation>OpenAI (GPT)</translation>
    </message>
    <message>
        <source>xAI (Grok)</source>
        <translation>xAI (Grok)</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Empty for the provider&apos;s usual one.</source>
        <translation>Vacío para usar el habitual del proveedor.</translation>
    </message>
    <message>
        <source>Send files, fetch every one</source>
        <translation>Enviar archivos, traerlos todos</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Dirección del servidor</translation>
    </message>
    <message>
        <source>Empty for the provider&apos;s own. Ollama: http://localhost:11434/v1</source>
        <translation>Vacío para usar la del proveedor. Ollama: http://localhost:11434/v1</translation>
    </message>
    <message>
        <source>Through your account when you are signed in, with your own key, or by a model on this computer. Without AI, answers quote your material.</source>
        <translation>Con tu cuenta cuando has iniciado sesión, con tu propia clave o con un modelo de este ordenador. Sin IA, las respuestas citan tu material.</translation>
    </message>
    <message>
        <source>Lantern account</source>
        <translation>Cuenta de Lantern</translation>
    </message>
    <message>
        <source>Freedom of wording</source>
        <translation>Libertad de redacción</translation>
    </message>
    <message>
        <source>Low keeps to your material. Some models choose this themselves.</source>
        <translation>Con un valor bajo se ciñe a tu material. Algunos modelos lo deciden ellos mismos.</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Respuesta más larga</translation>
    </message>
    <message>
        <source>What a model thinks before it writes counts too.</source>
        <translation>Lo que un modelo piensa antes de escribir también cuenta.</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>tokens</translation>
    </message>
    <message>
        <source>Let AI name chats and suggest questions</source>
        <translation>Que la IA titule las conversaciones y sugiera preguntas</translation>
    </message>
    <message>
        <source>One small extra call after an answer.</source>
        <translation>Una pequeña llamada más después de cada respuesta.</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
</context>
<context>
    <name>SetupPane</name>
    <message>
        <source>For example: photosynthesis, or ordering food in Spanish</source>
        <translation>Por ejemplo: la fotosíntesis, o pedir comida en inglés</translation>
    </message>
    <message>
        <source>Difficulty</source>
        <translation>Dificultad</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Micrófono</translation>
    </message>
    <message>
        <source>Start the talk</source>
        <translation>Empezar a hablar</translation>
    </message>
    <message>
        <source>Speak with your AI teacher</source>
        <translation>Habla con tu profesor de IA</translation>
    </message>
    <message>
        <source>You speak, this computer turns it into words, and only the words go to the AI. The answer is read aloud. Your voice is neither sent nor kept.</source>
        <translation>Tú hablas, este equipo lo convierte en palabras y solo las palabras van a la IA. La respuesta se lee en voz alta. Tu voz no se envía ni se guarda.</translation>
    </message>
    <message>
        <source>What do you want to talk about?</source>
        <translation>¿De qué quieres hablar?</translation>
    </message>
    <message>
        <source>Go on with the talk</source>
        <translation>Seguir con la conversación</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Question {number}: {problem}</source>
        <translation>Pregunta {number}: {problem}</translation>
    </message>
    <message>
        <source>Put it right</source>
        <translation>Corregirla</translation>
    </message>
    <message>
        <source>Players read it when they join, for instance “Ms Lee” or “Room 4”.</source>
        <translation>Se lee al entrar, por ejemplo «Profe Lee» o «Aula 4».</translation>
    </message>
    <message>
        <source>Your name in the room</source>
        <translation>Tu nombre en el aula</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n pregunta</numerusform>
            <numerusform>%n preguntas</numerusform>
        </translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Asignar</translation>
    </message>
    <message>
        <source>Open the lobby</source>
        <translation>Abrir la sala</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Abriendo…</translation>
    </message>
</context>
<context>
    <name>ShareDialog</name>
    <message>
        <source>Share</source>
        <translation>Compartir</translation>
    </message>
    <message>
        <source>Everybody in the group gets it, and members can change it. What you add to it later is shared too. “Only me” takes it back from the others.</source>
        <translation>Todos en el grupo lo reciben, y los miembros pueden cambiarlo. Lo que añadas después también se comparte. «Solo yo» se lo quita a los demás.</translation>
    </message>
    <message>
        <source>Only me</source>
        <translation>Solo yo</translation>
    </message>
    <message>
        <source>Only for me</source>
        <translation>Solo para mí</translation>
    </message>
</context>
<context>
    <name>SharedRow</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n pregunta</numerusform>
            <numerusform>%n preguntas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n elemento</numerusform>
            <numerusform>%n elementos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShopPane</name>
    <message>
        <source>Prices</source>
        <translation>Precios</translation>
    </message>
    <message>
        <source>By the month</source>
        <translation>Por meses</translation>
    </message>
    <message>
        <source>By the year</source>
        <translation>Por años</translation>
    </message>
    <message>
        <source>A plan is about what your server does for you. Everything on this computer works without one: your library, answers from your own material, models on this computer, your own keys.</source>
        <translation>Un plan trata de lo que tu servidor hace por ti. En este ordenador todo funciona sin plan: tu biblioteca, las respuestas con tu propio material, los modelos de este ordenador, tus propias claves.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>A payment of yours was taken back after its allowance was used, so nothing can be bought for now. Write to whoever runs {server} to settle it; your work stays as it is.</source>
        <translation>Un pago tuyo fue reclamado después de haber usado lo que daba, así que por ahora no se puede comprar nada. Escribe a quien lleva {server} para arreglarlo; tu trabajo queda como está.</translation>
    </message>
    <message>
        <source>You pay for two plans at once. Only the larger one counts: cancel the other.</source>
        <translation>Pagas dos planes a la vez. Solo cuenta el mayor: cancela el otro.</translation>
    </message>
    <message>
        <source>What plans cost here could not be asked. Your plan stays as it is.</source>
        <translation>No se pudo preguntar lo que cuestan aquí los planes. Tu plan queda como está.</translation>
    </message>
    <message>
        <source>No connection: prices and your payments may be older than what counts now.</source>
        <translation>Sin conexión: los precios y tus pagos pueden ser anteriores a lo que cuenta ahora.</translation>
    </message>
    <message>
        <source>Your plan is paid until {day}.</source>
        <translation>Tu plan está pagado hasta el {day}.</translation>
    </message>
    <message>
        <source>Plans are not sold here. For a larger one ask your school, or whoever runs {server}.</source>
        <translation>Aquí no se venden planes. Para uno mayor, pregunta en tu centro o a quien lleva {server}.</translation>
    </message>
    <message>
        <source>You pay on the page of the payment service, in your browser: Lantern and your server never see your card. Taxes may come on top; that page says the whole.</source>
        <translation>Pagas en la página del servicio de pago, en tu navegador: ni Lantern ni tu servidor ven tu tarjeta. Pueden sumarse impuestos; esa página dice el total.</translation>
    </message>
</context>
<context>
    <name>ShortcutsSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>Skeleton</name>
    <message>
        <source>Loading</source>
        <translation>Cargando</translation>
    </message>
</context>
<context>
    <name>SlideEditor</name>
    <message>
        <source>Text to read</source>
        <translation>Texto para leer</translation>
    </message>
</context>
<context>
    <name>SourcesRow</name>
    <message>
        <source>{place}. {source}: in force</source>
        <translation>{place}. {source}: en vigor</translation>
    </message>
    <message>
        <source>{place}. {source}: waits below</source>
        <translation>{place}. {source}: espera debajo</translation>
    </message>
    <message>
        <source>{place}. {source}: nothing</source>
        <translation>{place}. {source}: nada</translation>
    </message>
</context>
<context>
    <name>StagePane</name>
    <message>
        <source>Right answer: {words}</source>
        <translation>Respuesta correcta: {words}</translation>
    </message>
    <message>
        <source>Several answers may be right.</source>
        <translation>Puede haber varias respuestas correctas.</translation>
    </message>
    <message>
        <source>Type the answer on your device.</source>
        <translation>Escribe la respuesta en tu dispositivo.</translation>
    </message>
    <message>
        <source>A number from {low} to {high}, on your device.</source>
        <translation>Un número de {low} a {high}, en tu dispositivo.</translation>
    </message>
    <message>
        <source>Type a number on your device.</source>
        <translation>Escribe un número en tu dispositivo.</translation>
    </message>
    <message>
        <source>Send words from your device.</source>
        <translation>Envía palabras desde tu dispositivo.</translation>
    </message>
</context>
<context>
    <name>StartUpView</name>
    <message>
        <source>Go back to a backup</source>
        <translation>Volver a una copia de seguridad</translation>
    </message>
    <message>
        <source>The file as it is now is kept beside it; nothing is thrown away.</source>
        <translation>El archivo tal como está ahora se guarda al lado; no se tira nada.</translation>
    </message>
    <message>
        <source>Restore the backup of {when}</source>
        <translation>Restaurar la copia del {when}</translation>
    </message>
</context>
<context>
    <name>StartView</name>
    <message>
        <source>Add a recording first</source>
        <translation>Añade antes una grabación</translation>
    </message>
    <message>
        <source>Here you can ask about your recordings and documents.</source>
        <translation>Aquí puedes preguntar sobre tus grabaciones y documentos.</translation>
    </message>
    <message>
        <source>Your material is being prepared.</source>
        <translation>Tu material se está preparando.</translation>
    </message>
    <message>
        <source>You can ask as soon as the first item is ready.</source>
        <translation>Podrás preguntar en cuanto el primer elemento esté listo.</translation>
    </message>
    <message>
        <source>Ask anything about your material.</source>
        <translation>Pregunta lo que quieras sobre tu material.</translation>
    </message>
    <message>
        <source>Every answer shows where it comes from; a click plays that moment or opens that page.</source>
        <translation>Cada respuesta muestra de dónde viene; un clic reproduce ese momento o abre esa página.</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message numerus="yes">
        <source>%n change(s) to check</source>
        <translation>
            <numerusform>%n cambio por revisar</numerusform>
            <numerusform>%n cambios por revisar</numerusform>
        </translation>
    </message>
    <message>
        <source>AI this month: {count} tokens</source>
        <translation>IA este mes: {count} tokens</translation>
    </message>
    <message>
        <source>Library {used} · {free} free</source>
        <translation>Biblioteca {used} · {free} libres</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Show running work (Ctrl+J)</source>
        <translation>Mostrar el trabajo en curso (Ctrl+J)</translation>
    </message>
    <message>
        <source>How sync stands (Ctrl+Shift+S)</source>
        <translation>Cómo va la sincronización (Ctrl+Mayús+S)</translation>
    </message>
    <message>
        <source>Running work</source>
        <translation>Trabajo en curso</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>%n tarea en curso</numerusform>
            <numerusform>%n tareas en curso</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n en espera</numerusform>
            <numerusform>%n en espera</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) waiting</source>
        <translation>
            <numerusform>%n tarea en espera</numerusform>
            <numerusform>%n tareas en espera</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) need you</source>
        <translation>
            <numerusform>%n tarea te necesita</numerusform>
            <numerusform>%n tareas te necesitan</numerusform>
        </translation>
    </message>
    <message>
        <source>No jobs running</source>
        <translation>No hay tareas en curso</translation>
    </message>
</context>
<context>
    <name>SubscriptionCard</name>
    <message>
        <source>Cancel the plan</source>
        <translation>Cancelar el plan</translation>
    </message>
    <message>
        <source>Put it right at {provider}</source>
        <translation>Corregirlo en {provider}</translation>
    </message>
    <message>
        <source>Cards and bills at {provider}</source>
        <translation>Tarjetas y facturas en {provider}</translation>
    </message>
    <message>
        <source>Keep {plan}</source>
        <translation>Conservar {plan}</translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n respuesta</numerusform>
            <numerusform>%n respuestas</numerusform>
        </translation>
    </message>
    <message>
        <source>Gap {number}</source>
        <translation>Hueco {number}</translation>
    </message>
</context>
<context>
    <name>Sync</name>
    <message>
        <source>Syncing with your server.</source>
        <translation>Sincronizando con tu servidor.</translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>Sincronizando…</translation>
    </message>
    <message>
        <source>Sync is held up.</source>
        <translation>La sincronización está detenida.</translation>
    </message>
    <message>
        <source>Sync needs you</source>
        <translation>La sincronización te necesita</translation>
    </message>
    <message>
        <source>You paused sync. Changes wait on this computer.</source>
        <translation>Has pausado la sincronización. Los cambios esperan en este ordenador.</translation>
    </message>
    <message>
        <source>Sync paused</source>
        <translation>Sincronización en pausa</translation>
    </message>
    <message>
        <source>Your server is out of reach. You can go on working; it is sent by itself later.</source>
        <translation>No se llega a tu servidor. Puedes seguir trabajando; se envía solo más tarde.</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>The first sync is about to begin.</source>
        <translation>La primera sincronización está a punto de empezar.</translation>
    </message>
    <message>
        <source>Not synced yet</source>
        <translation>Sin sincronizar aún</translation>
    </message>
    <message>
        <source>Your account is suspended. Everything stays on this computer, and changes wait until it is back.</source>
        <translation>Tu cuenta está suspendida. Todo se queda en este ordenador y los cambios esperan a que vuelva.</translation>
    </message>
    <message>
        <source>Account suspended</source>
        <translation>Cuenta suspendida</translation>
    </message>
    <message>
        <source>Changes are about to be sent.</source>
        <translation>Los cambios están a punto de enviarse.</translation>
    </message>
    <message>
        <source>Synced {when}</source>
        <translation>Sincronizado {when}</translation>
    </message>
    <message>
        <source>Everything is synced.</source>
        <translation>Todo está sincronizado.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to send</source>
        <translation>
            <numerusform>%n cambio por enviar</numerusform>
            <numerusform>%n cambios por enviar</numerusform>
        </translation>
    </message>
    <message>
        <source>Last synced {when}</source>
        <translation>Última sincronización: {when}</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) to send</source>
        <translation>
            <numerusform>%n archivo por enviar</numerusform>
            <numerusform>%n archivos por enviar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) to fetch</source>
        <translation>
            <numerusform>%n archivo por recibir</numerusform>
            <numerusform>%n archivos por recibir</numerusform>
        </translation>
    </message>
    <message>
        <source>{size} left</source>
        <translation>faltan {size}</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>ahora mismo</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>hace %n min</numerusform>
            <numerusform>hace %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>hace %n h</numerusform>
            <numerusform>hace %n h</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleted: {title}.</source>
        <translation>Eliminado: {title}.</translation>
    </message>
    <message>
        <source>Brought back with the other version: {title}.</source>
        <translation>Recuperado con la otra versión: {title}.</translation>
    </message>
    <message>
        <source>The other version takes its place.</source>
        <translation>La otra versión ocupa su lugar.</translation>
    </message>
    <message>
        <source>Stays deleted: {title}.</source>
        <translation>Sigue eliminado: {title}.</translation>
    </message>
    <message>
        <source>Kept: {title}.</source>
        <translation>Se conserva: {title}.</translation>
    </message>
    <message>
        <source>It stays as it is.</source>
        <translation>Se queda como está.</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Sesión cerrada</translation>
    </message>
    <message>
        <source>This computer was signed out. Everything on it stays here; sign in to sync again.</source>
        <translation>Se cerró la sesión de este ordenador. Todo lo que hay en él sigue aquí; inicia sesión para volver a sincronizar.</translation>
    </message>
    <message>
        <source>Only on this computer</source>
        <translation>Solo en este ordenador</translation>
    </message>
    <message>
        <source>Your library is on this computer only, and works without an account.</source>
        <translation>Tu biblioteca está solo en este ordenador y funciona sin cuenta.</translation>
    </message>
</context>
<context>
    <name>SyncField</name>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>Colección</translation>
    </message>
    <message>
        <source>Removed or kept</source>
        <translation>Quitado o conservado</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>Explicación</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Picture or sound</source>
        <translation>Imagen o sonido</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Opciones</translation>
    </message>
    <message>
        <source>Place in the list</source>
        <translation>Lugar en la lista</translation>
    </message>
    <message>
        <source>Who it is shared with</source>
        <translation>Con quién se comparte</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Fuente</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>Hablante</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Time and points</source>
        <translation>Tiempo y puntos</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
</context>
<context>
    <name>SyncKind</name>
    <message>
        <source>Quiz result</source>
        <translation>Resultado de cuestionario</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>Colección</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>Transcripción</translation>
    </message>
    <message>
        <source>Live quiz</source>
        <translation>Cuestionario en vivo</translation>
    </message>
    <message>
        <source>Answer in a quiz</source>
        <translation>Respuesta en un cuestionario</translation>
    </message>
    <message>
        <source>Player in a quiz</source>
        <translation>Jugador de un cuestionario</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>Recording or document</source>
        <translation>Grabación o documento</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Your profile</source>
        <translation>Tu perfil</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Pregunta</translation>
    </message>
    <message>
        <source>Quiz</source>
        <translation>Cuestionario</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Ajuste</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Etiqueta</translation>
    </message>
</context>
<context>
    <name>SyncPanel</name>
    <message>
        <source>Sync</source>
        <translation>Sincronización</translation>
    </message>
</context>
<context>
    <name>SyncReason</name>
    <message>
        <source>This part is fixed once it is made.</source>
        <translation>Esta parte ya no cambia una vez creada.</translation>
    </message>
    <message>
        <source>It was erased for good.</source>
        <translation>Se borró definitivamente.</translation>
    </message>
    <message>
        <source>The server has another version, and this kind never changes.</source>
        <translation>El servidor tiene otra versión, y este tipo de cosas nunca cambia.</translation>
    </message>
    <message>
        <source>The server has no room for more things there. Ask whoever runs it.</source>
        <translation>El servidor no tiene sitio para más cosas ahí. Pregunta a quien lo lleva.</translation>
    </message>
    <message>
        <source>The server could not read it.</source>
        <translation>El servidor no pudo leerlo.</translation>
    </message>
    <message>
        <source>The server does not have what it changes.</source>
        <translation>El servidor no tiene lo que esto cambia.</translation>
    </message>
    <message>
        <source>You may see it there, but not change it.</source>
        <translation>Allí puedes verlo, pero no cambiarlo.</translation>
    </message>
    <message>
        <source>Somebody else shared it: only they, the owner or a manager may remove it or take it away.</source>
        <translation>Lo compartió otra persona: solo ella, quien creó el grupo o quien lo gestiona puede eliminarlo o retirarlo.</translation>
    </message>
    <message>
        <source>Only the server writes this.</source>
        <translation>Esto solo lo escribe el servidor.</translation>
    </message>
    <message>
        <source>You no longer have access to where it belongs.</source>
        <translation>Ya no tienes acceso al lugar al que pertenece.</translation>
    </message>
    <message>
        <source>It is part of something that stays where it is.</source>
        <translation>Es parte de algo que se queda donde está.</translation>
    </message>
    <message>
        <source>It is too large to sync.</source>
        <translation>Es demasiado grande para sincronizarlo.</translation>
    </message>
    <message>
        <source>It belongs to another person&apos;s account.</source>
        <translation>Pertenece a la cuenta de otra persona.</translation>
    </message>
    <message>
        <source>Things of this kind can not be kept there.</source>
        <translation>Ahí no se pueden guardar cosas de este tipo.</translation>
    </message>
    <message>
        <source>The server could not take it.</source>
        <translation>El servidor no pudo aceptarlo.</translation>
    </message>
</context>
<context>
    <name>SyncSection</name>
    <message>
        <source>Sync</source>
        <translation>Sincronización</translation>
    </message>
    <message>
        <source>Room taken on the server</source>
        <translation>Espacio ocupado en el servidor</translation>
    </message>
    <message>
        <source>{used} of files on the server</source>
        <translation>{used} de archivos en el servidor</translation>
    </message>
    <message>
        <source>{used} of {limit} on the server used</source>
        <translation>{used} de {limit} ocupados en el servidor</translation>
    </message>
</context>
<context>
    <name>SyncSettings</name>
    <message>
        <source>This library does not sync</source>
        <translation>Esta biblioteca no se sincroniza</translation>
    </message>
    <message>
        <source>It is on this computer only. Everything works without an account.</source>
        <translation>Está solo en este ordenador. Todo funciona sin cuenta.</translation>
    </message>
    <message>
        <source>Sign in or make an account</source>
        <translation>Iniciar sesión o crear una cuenta</translation>
    </message>
    <message>
        <source>{name} · {address}</source>
        <translation>{name} · {address}</translation>
    </message>
    <message>
        <source>Signed in as {email}.</source>
        <translation>Sesión iniciada como {email}.</translation>
    </message>
    <message>
        <source>Account and devices</source>
        <translation>Cuenta y dispositivos</translation>
    </message>
</context>
<context>
    <name>SyncStatusView</name>
    <message>
        <source>Syncing</source>
        <translation>Sincronizando</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Sincronizar ahora</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Go on syncing</source>
        <translation>Seguir sincronizando</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Open your account</source>
        <translation>Abrir tu cuenta</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ver</translation>
    </message>
    <message>
        <source>{names}: can only be read until this computer has been online again. Connect it, or ask your teacher to.</source>
        <translation>{names}: solo se puede leer hasta que este ordenador vuelva a tener conexión. Conéctalo o pídeselo a tu docente.</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) were changed in two places</source>
        <translation>
            <numerusform>%n cosa se cambió en dos sitios</numerusform>
            <numerusform>%n cosas se cambiaron en dos sitios</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) were not accepted</source>
        <translation>
            <numerusform>%n cambio no fue aceptado</numerusform>
            <numerusform>%n cambios no fueron aceptados</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message numerus="yes">
        <source>Tags of %n item(s)</source>
        <translation>
            <numerusform>Etiquetas de %n elemento</numerusform>
            <numerusform>Etiquetas de %n elementos</numerusform>
        </translation>
    </message>
    <message>
        <source>Tags of “{title}”</source>
        <translation>Etiquetas de «{title}»</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>TagsEditor</name>
    <message>
        <source>Add a tag</source>
        <translation>Añadir una etiqueta</translation>
    </message>
    <message>
        <source>{tag} (on some)</source>
        <translation>{tag} (en algunos)</translation>
    </message>
    <message>
        <source>Remove the tag “{tag}”</source>
        <translation>Quitar la etiqueta «{tag}»</translation>
    </message>
</context>
<context>
    <name>TalkPane</name>
    <message>
        <source>End</source>
        <translation>Terminar</translation>
    </message>
    <message>
        <source>End the talk</source>
        <translation>Terminar la conversación</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Speak</source>
        <translation>Hablar</translation>
    </message>
    <message>
        <source>New talk</source>
        <translation>Nueva conversación</translation>
    </message>
    <message>
        <source>I have finished</source>
        <translation>He terminado</translation>
    </message>
</context>
<context>
    <name>TilePad</name>
    <message>
        <source>Right answer, yours</source>
        <translation>Respuesta correcta, la tuya</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>Respuesta correcta</translation>
    </message>
    <message>
        <source>Your answer, not right</source>
        <translation>Tu respuesta, no es correcta</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
</context>
<context>
    <name>TopUpCard</name>
    <message>
        <source>Buy for {price}</source>
        <translation>Comprar por {price}</translation>
    </message>
    <message>
        <source>Buy {amount} of {what} for {price} at {provider}</source>
        <translation>Comprar {amount} de {what} por {price} en {provider}</translation>
    </message>
</context>
<context>
    <name>TopUps</name>
    <message>
        <source>A little more, once</source>
        <translation>Un poco más, una vez</translation>
    </message>
    <message>
        <source>Added to what your plan has, used after it; good for twelve months, whatever plan you have.</source>
        <translation>Se suma a lo que tiene tu plan y se usa después; vale doce meses, tengas el plan que tengas.</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>What was said</source>
        <translation>Lo que se dijo</translation>
    </message>
</context>
<context>
    <name>TranscriptPanel</name>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>Volver a ahora</translation>
    </message>
    <message>
        <source>p. {number}</source>
        <translation>p. {number}</translation>
    </message>
    <message>
        <source>The text is not on this computer yet.</source>
        <translation>El texto aún no está en este ordenador.</translation>
    </message>
    <message>
        <source>The text appears here as soon as the first part is done.</source>
        <translation>El texto aparece aquí en cuanto la primera parte está lista.</translation>
    </message>
    <message>
        <source>There is no text in this document.</source>
        <translation>No hay texto en este documento.</translation>
    </message>
    <message>
        <source>There is no text for this recording.</source>
        <translation>No hay texto para esta grabación.</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Corrección</translation>
    </message>
    <message>
        <source>Play from here</source>
        <translation>Reproducir desde aquí</translation>
    </message>
    <message>
        <source>Edit line…</source>
        <translation>Editar línea…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Seleccionar todo</translation>
    </message>
    <message>
        <source>Undo correction</source>
        <translation>Deshacer corrección</translation>
    </message>
    <message>
        <source>Redo correction</source>
        <translation>Rehacer corrección</translation>
    </message>
</context>
<context>
    <name>TranscriptState</name>
    <message>
        <source>Open models</source>
        <translation>Abrir los modelos</translation>
    </message>
    <message>
        <source>The text is on its way from another computer.</source>
        <translation>El texto está llegando desde otro ordenador.</translation>
    </message>
    <message>
        <source>The text comes from another computer, or is made here from the downloaded file.</source>
        <translation>El texto llegará desde otro ordenador o se hará aquí con el archivo descargado.</translation>
    </message>
    <message>
        <source>Turn into text here</source>
        <translation>Convertir en texto aquí</translation>
    </message>
    <message>
        <source>Cancelled: the text is not complete.</source>
        <translation>Cancelado: el texto no está completo.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
</context>
<context>
    <name>TrueFalseEditor</name>
    <message>
        <source>The sentence above is</source>
        <translation>La frase de arriba es</translation>
    </message>
    <message>
        <source>True</source>
        <translation>Verdadero</translation>
    </message>
    <message>
        <source>False</source>
        <translation>Falso</translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message>
        <source>You</source>
        <translation>Tú</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>Profesor</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Interrumpido</translation>
    </message>
</context>
<context>
    <name>TypedEditor</name>
    <message>
        <source>Accepted answers</source>
        <translation>Respuestas aceptadas</translation>
    </message>
    <message>
        <source>Accepted answer</source>
        <translation>Respuesta aceptada</translation>
    </message>
    <message>
        <source>Add another accepted answer</source>
        <translation>Añadir otra respuesta aceptada</translation>
    </message>
    <message>
        <source>Small typing mistakes are all right</source>
        <translation>Se permiten pequeñas erratas</translation>
    </message>
    <message>
        <source>Capital letters and accents must be right</source>
        <translation>Las mayúsculas y los acentos deben ser correctos</translation>
    </message>
</context>
<context>
    <name>Usage</name>
    <message>
        <source>{device} (this device)</source>
        <translation>{device} (este dispositivo)</translation>
    </message>
    <message>
        <source>A device that was removed</source>
        <translation>Un dispositivo que se quitó</translation>
    </message>
    <message>
        <source>Signed out. What it used is not known; on {day} all of it counts as used.</source>
        <translation>Sesión cerrada. No se sabe cuánto gastó; el {day} contará todo como gastado.</translation>
    </message>
    <message>
        <source>{used} used of it · good until {day}</source>
        <translation>{used} gastados · vale hasta el {day}</translation>
    </message>
    <message>
        <source>{used} / {limit} min</source>
        <translation>{used} / {limit} min</translation>
    </message>
    <message>
        <source>offline: {left} left</source>
        <translation>sin conexión: quedan {left}</translation>
    </message>
    <message>
        <source>As of {when}</source>
        <translation>Datos de {when}</translation>
    </message>
    <message>
        <source>At (UTC)</source>
        <translation>Momento (UTC)</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Momento</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Meter</source>
        <translation>Contador</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Cantidad</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>Cargo</translation>
    </message>
    <message>
        <source>Price version</source>
        <translation>Versión de precios</translation>
    </message>
    <message>
        <source>Margin (ppm)</source>
        <translation>Margen (ppm)</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Observaciones</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>{title}: all of {limit} is used up. {renewed} Everything on this computer goes on working.</source>
        <translation>{title}: se ha agotado todo ({limit}). {renewed} En este ordenador todo sigue funcionando.</translation>
    </message>
    <message>
        <source>{title}: {percent} of {limit} is used. {renewed}</source>
        <translation>{title}: se ha usado el {percent} de {limit}. {renewed}</translation>
    </message>
    <message>
        <source>AI tokens</source>
        <translation>Tokens de IA</translation>
    </message>
    <message>
        <source>AI requests</source>
        <translation>Peticiones de IA</translation>
    </message>
    <message>
        <source>Speaking with AI</source>
        <translation>Hablar con la IA</translation>
    </message>
    <message>
        <source>Transcription on the server</source>
        <translation>Transcripción en el servidor</translation>
    </message>
    <message>
        <source>Storage on the server</source>
        <translation>Espacio en el servidor</translation>
    </message>
    <message>
        <source>Uploads</source>
        <translation>Subidas</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>today</source>
        <translation>hoy</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>en total</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>este mes</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{used} used</source>
        <translation>{used} usados</translation>
    </message>
    <message>
        <source>Not part of your plan</source>
        <translation>No está en tu plan</translation>
    </message>
    <message>
        <source>{used} of {limit} used</source>
        <translation>{used} de {limit} usados</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Sin límite</translation>
    </message>
    <message>
        <source>Used up</source>
        <translation>Agotado</translation>
    </message>
    <message>
        <source>{left} left</source>
        <translation>Quedan {left}</translation>
    </message>
    <message>
        <source>{held} reserved by work that is running</source>
        <translation>{held} reservados por trabajo en curso</translation>
    </message>
    <message>
        <source>Renewed at {time}</source>
        <translation>Se renueva a las {time}</translation>
    </message>
    <message numerus="yes">
        <source>Renewed on {day}, in %n day(s)</source>
        <translation>
            <numerusform>Se renueva el {day}, en %n día</numerusform>
            <numerusform>Se renueva el {day}, en %n días</numerusform>
        </translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Gratis</translation>
    </message>
    <message>
        <source>Basic</source>
        <translation>Básico</translation>
    </message>
    <message>
        <source>Pro</source>
        <translation>Pro</translation>
    </message>
    <message>
        <source>Enterprise</source>
        <translation>Empresa</translation>
    </message>
    <message>
        <source>Questions and answers</source>
        <translation>Preguntas y respuestas</translation>
    </message>
    <message>
        <source>Hints</source>
        <translation>Pistas</translation>
    </message>
    <message>
        <source>Making cards and quizzes</source>
        <translation>Crear tarjetas y cuestionarios</translation>
    </message>
    <message>
        <source>Finding gaps</source>
        <translation>Encontrar lagunas</translation>
    </message>
    <message>
        <source>Closing gaps</source>
        <translation>Cerrar lagunas</translation>
    </message>
    <message>
        <source>Building lessons</source>
        <translation>Crear lecciones</translation>
    </message>
    <message>
        <source>The AI teacher</source>
        <translation>El profesor de IA</translation>
    </message>
    <message>
        <source>Help with code</source>
        <translation>Ayuda con código</translation>
    </message>
    <message>
        <source>Preparing material</source>
        <translation>Preparar material</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Búsqueda por significado</translation>
    </message>
    <message>
        <source>Files on the server</source>
        <translation>Archivos en el servidor</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Usado</translation>
    </message>
    <message>
        <source>Allowance of the plan</source>
        <translation>Cuota del plan</translation>
    </message>
    <message>
        <source>Top-up</source>
        <translation>Recarga</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Devolución</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Corrección</translation>
    </message>
    <message>
        <source>Taken back with a smaller plan</source>
        <translation>Retirado por un plan menor</translation>
    </message>
    <message>
        <source>Expired at the end of its time</source>
        <translation>Caducado al final de su plazo</translation>
    </message>
    <message>
        <source>Let off</source>
        <translation>Perdonado</translation>
    </message>
    <message>
        <source>Deleted from the server</source>
        <translation>Borrado del servidor</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>estimado</translation>
    </message>
    <message>
        <source>after a restart of the server</source>
        <translation>tras un reinicio del servidor</translation>
    </message>
    <message>
        <source>more than was reserved</source>
        <translation>más de lo reservado</translation>
    </message>
    <message>
        <source>booked late</source>
        <translation>apuntado tarde</translation>
    </message>
    <message>
        <source>offline use that was not reported</source>
        <translation>uso sin conexión que no se comunicó</translation>
    </message>
    <message>
        <source>offline use of a copied library</source>
        <translation>uso sin conexión de una biblioteca copiada</translation>
    </message>
    <message>
        <source>offline use of more than was set aside</source>
        <translation>uso sin conexión de más de lo reservado</translation>
    </message>
    <message>
        <source>offline use with a clock that was set back</source>
        <translation>uso sin conexión con el reloj atrasado</translation>
    </message>
    <message>
        <source>offline use before the library was restored</source>
        <translation>uso sin conexión antes de restaurar la biblioteca</translation>
    </message>
    <message>
        <source>set aside offline and lost on the device</source>
        <translation>reservado sin conexión y perdido en el dispositivo</translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message>
        <source>Usage</source>
        <translation>Uso</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Compare plans</source>
        <translation>Comparar planes</translation>
    </message>
    <message>
        <source>Part of the page</source>
        <translation>Parte de la página</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>History and cost</source>
        <translation>Historial y coste</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Apuntes</translation>
    </message>
    <message>
        <source>Days and months are those of UTC. What you do on this computer alone is never counted: your library, answers from your own material, models on this computer, your own keys.</source>
        <translation>Los días y meses son los de UTC. Lo que haces solo en este ordenador nunca se cuenta: tu biblioteca, las respuestas con tu propio material, los modelos de este ordenador, tus propias claves.</translation>
    </message>
    <message>
        <source>On this computer nothing is counted and nothing has a limit. With an account you also get AI, room and minutes from your server; what you used of them will be here.</source>
        <translation>En este ordenador no se cuenta nada ni hay límites. Con una cuenta tienes además IA, espacio y minutos de tu servidor; aquí estará lo que has usado.</translation>
    </message>
    <message>
        <source>Sign in or make an account</source>
        <translation>Iniciar sesión o crear una cuenta</translation>
    </message>
    <message>
        <source>Your server does not count usage: it has no plans and no limits.</source>
        <translation>Tu servidor no cuenta el uso: no tiene planes ni límites.</translation>
    </message>
    <message>
        <source>Your plan: {plan}</source>
        <translation>Tu plan: {plan}</translation>
    </message>
    <message>
        <source>Paid until {day}; then it goes on or becomes Free.</source>
        <translation>Pagado hasta el {day}; después continúa o pasa a Gratis.</translation>
    </message>
    <message>
        <source>What you used, and what is left of each allowance.</source>
        <translation>Lo que has usado y lo que queda de cada cuota.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Save the entries</source>
        <translation>Guardar los apuntes</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabla (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) saved in {name}</source>
        <translation>
            <numerusform>%n apunte guardado en {name}</numerusform>
            <numerusform>%n apuntes guardados en {name}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UsagePrompt</name>
    <message>
        <source>Compare plans</source>
        <translation>Comparar planes</translation>
    </message>
    <message>
        <source>See usage</source>
        <translation>Ver el uso</translation>
    </message>
    <message>
        <source>I have read it</source>
        <translation>Ya lo he leído</translation>
    </message>
    <message>
        <source>Get more</source>
        <translation>Conseguir más</translation>
    </message>
</context>
<context>
    <name>VersionRow</name>
    <message>
        <source>In force</source>
        <translation>En vigor</translation>
    </message>
</context>
<context>
    <name>WaitingStrip</name>
    <message>
        <source>Let all in</source>
        <translation>Dejar entrar a todos</translation>
    </message>
    <message numerus="yes">
        <source>%n want(s) to come in</source>
        <translation>
            <numerusform>%n quiere entrar</numerusform>
            <numerusform>%n quieren entrar</numerusform>
        </translation>
    </message>
    <message>
        <source>Let {name} in</source>
        <translation>Dejar entrar a {name}</translation>
    </message>
    <message>
        <source>Send {name} away</source>
        <translation>No dejar entrar a {name}</translation>
    </message>
</context>
<context>
    <name>WaitingView</name>
    <message>
        <source>Leave</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Your teacher lets you in in a moment.</source>
        <translation>Tu docente te deja entrar enseguida.</translation>
    </message>
    <message>
        <source>Waiting to be let in</source>
        <translation>Esperando para entrar</translation>
    </message>
    <message>
        <source>Looking for “{host}”.</source>
        <translation>Buscando «{host}».</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Conectando…</translation>
    </message>
    <message>
        <source>No answer yet from {address}. It is tried again and again; you can also leave.</source>
        <translation>{address} aún no responde. Se sigue intentando; también puedes salir.</translation>
    </message>
    <message>
        <source>Play here again</source>
        <translation>Volver a jugar aquí</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar otra vez</translation>
    </message>
    <message>
        <source>What is your name?</source>
        <translation>¿Cómo te llamas?</translation>
    </message>
    <message>
        <source>“{name}” is taken</source>
        <translation>«{name}» ya está en uso</translation>
    </message>
    <message>
        <source>This name cannot be used here</source>
        <translation>Este nombre no se puede usar aquí</translation>
    </message>
    <message>
        <source>Everyone in the room sees it on the board.</source>
        <translation>Toda la clase lo ve en la clasificación.</translation>
    </message>
    <message>
        <source>Choose another, for example the one below.</source>
        <translation>Elige otro, por ejemplo el de abajo.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Tu nombre</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>Choose your team</source>
        <translation>Elige tu equipo</translation>
    </message>
    <message>
        <source>Choose your name</source>
        <translation>Elige tu nombre</translation>
    </message>
    <message>
        <source>These names of the class are still free.</source>
        <translation>Estos nombres de la clase aún están libres.</translation>
    </message>
    <message>
        <source>All names of the class are taken. Ask your teacher.</source>
        <translation>Todos los nombres de la clase están ocupados. Pregunta a tu docente.</translation>
    </message>
    <message>
        <source>This PIN is not right</source>
        <translation>Este PIN no es correcto</translation>
    </message>
    <message>
        <source>It has six digits and stands on the teacher&apos;s screen.</source>
        <translation>Tiene seis cifras y está en la pantalla del docente.</translation>
    </message>
    <message>
        <source>Your place was not found</source>
        <translation>No se ha encontrado tu puesto</translation>
    </message>
    <message>
        <source>The game is over, or was started anew. With its PIN you can join again.</source>
        <translation>La partida ha terminado o se ha empezado de nuevo. Con su PIN puedes volver a entrar.</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
</context>
<context>
    <name>WaysCard</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Ways to sign in</source>
        <translation>Formas de iniciar sesión</translation>
    </message>
    <message>
        <source>Together with your e-mail.</source>
        <translation>Junto con tu correo.</translation>
    </message>
    <message>
        <source>None yet. Changing your e-mail, linking more accounts and deleting yours are asked with it.</source>
        <translation>Todavía no hay. Para cambiar el correo, vincular más cuentas y eliminar la tuya se pide la contraseña.</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Cambiar…</translation>
    </message>
    <message>
        <source>Choose a password…</source>
        <translation>Elegir una contraseña…</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Unlink…</source>
        <translation>Desvincular…</translation>
    </message>
    <message>
        <source>Unlink {provider}</source>
        <translation>Desvincular {provider}</translation>
    </message>
    <message>
        <source>Link {provider}</source>
        <translation>Vincular {provider}</translation>
    </message>
    <message>
        <source>Unlink {provider}?</source>
        <translation>¿Desvincular {provider}?</translation>
    </message>
    <message>
        <source>You can no longer sign in with it. Your account and all that is in it stay as they are, and nothing changes at {provider}.</source>
        <translation>Ya no podrás iniciar sesión con ella. Tu cuenta y todo lo que contiene siguen igual, y en {provider} no cambia nada.</translation>
    </message>
    <message>
        <source>Unlink</source>
        <translation>Desvincular</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Try the sample lecture</source>
        <translation>Probar la clase de ejemplo</translation>
    </message>
    <message>
        <source>Add your own</source>
        <translation>Añadir lo tuyo</translation>
    </message>
    <message>
        <source>Welcome to Lantern</source>
        <translation>Te damos la bienvenida a Lantern</translation>
    </message>
    <message>
        <source>Drop a recording or a document on this window. Lantern turns it into text on this computer, and you can search it, ask it questions, and jump to the second where it was said. No internet is needed.</source>
        <translation>Suelta una grabación o un documento en esta ventana. Lantern lo convierte en texto en este ordenador, y puedes buscar en él, hacerle preguntas y saltar al segundo en que se dijo. No hace falta internet.</translation>
    </message>
    <message>
        <source>I have an account: bring my library here</source>
        <translation>Tengo una cuenta: traer mi biblioteca aquí</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Videos, sound recordings, PDF, text and subtitle files. Several at once is fine.</source>
        <translation>Vídeos, grabaciones de sonido, PDF, archivos de texto y subtítulos. También varios a la vez.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Find a sentence by its words or its meaning, and play it from there.</source>
        <translation>Encuentra una frase por sus palabras o su significado y reprodúcela desde ahí.</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Preguntar</translation>
    </message>
    <message>
        <source>Every answer shows where it comes from. What is not in your material is said to be so.</source>
        <translation>Cada respuesta muestra de dónde viene. Lo que no está en tu material se dice claramente.</translation>
    </message>
</context>
<context>
    <name>WordCloudEditor</name>
    <message>
        <source>Words per player</source>
        <translation>Palabras por jugador</translation>
    </message>
    <message>
        <source>You can hide words while the cloud grows.</source>
        <translation>Puedes ocultar palabras mientras crece la nube.</translation>
    </message>
</context>
<context>
    <name>WordFields</name>
    <message>
        <source>Your answer</source>
        <translation>Tu respuesta</translation>
    </message>
    <message>
        <source>Word {number}</source>
        <translation>Palabra {number}</translation>
    </message>
</context>
<context>
    <name>_Answers</name>
    <message>
        <source>True</source>
        <translation>Verdadero</translation>
    </message>
    <message>
        <source>False</source>
        <translation>Falso</translation>
    </message>
    <message>
        <source>{number}, right within ±{tolerance}</source>
        <translation>{number}, correcto con ±{tolerance}</translation>
    </message>
    <message>
        <source>Right: {text}</source>
        <translation>Correcta: {text}</translation>
    </message>
    <message>
        <source>Wrong: {text}</source>
        <translation>Incorrecta: {text}</translation>
    </message>
</context>
<context>
    <name>_Popup</name>
    <message>
        <source>Find</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>No se ha encontrado nada</translation>
    </message>
</context>
<context>
    <name>_Proposals</name>
    <message>
        <source>Proposals</source>
        <translation>Propuestas</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Name of “{title}”</source>
        <translation>Nombre de «{title}»</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n elemento</numerusform>
            <numerusform>%n elementos</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete “{title}”</source>
        <translation>Borrar «{title}»</translation>
    </message>
    <message>
        <source>“{title}” is shared: change it</source>
        <translation>«{title}» está compartida: cambiarlo</translation>
    </message>
    <message>
        <source>Share “{title}” with a group</source>
        <translation>Compartir «{title}» con un grupo</translation>
    </message>
</context>
</TS>
