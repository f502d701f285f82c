"""Words of administration: roles, where something comes from, what was done, what happened. Decides no layout."""

from PySide6.QtCore import QCoreApplication

from desktop.widgets.pill import Tone
from desktop.widgets.usage_words import operation_text, plan_name
from shared.accounts.messages import AuditEntry


def role_text(role: str) -> str:
    """What a role is called."""
    names = {
        "learner": QCoreApplication.translate("Admin", "Learner"),
        "teacher": QCoreApplication.translate("Admin", "Teacher"),
        "manager": QCoreApplication.translate("Admin", "Manager"),
        "admin": QCoreApplication.translate("Admin", "Administrator of a school"),
        "super_admin": QCoreApplication.translate("Admin", "Administrator of the server"),
    }
    return names.get(role, role)


def source_text(source: str) -> str:
    """Where instructions or prices in force come from."""
    return {
        "database": QCoreApplication.translate("Admin", "Entered here"),
        "environment": QCoreApplication.translate("Admin", "Configuration"),
        "default": QCoreApplication.translate("Admin", "Program"),
    }.get(source, source)


def upstream_text(upstream: str) -> str:
    """Who answers for a model."""
    names = {"anthropic": "Anthropic", "openai": "OpenAI", "xai": "xAI"}
    return names.get(upstream) or QCoreApplication.translate("Admin", "Own server")


def model_kind_text(kind: str) -> str:
    """What a model does."""
    return {
        "chat": QCoreApplication.translate("Admin", "Answers"),
        "embedding": QCoreApplication.translate("Admin", "Search by meaning"),
        "transcription": QCoreApplication.translate("Admin", "Transcription"),
    }.get(kind, kind)


def context_text(context: str) -> str:
    """What instructions are for."""
    return operation_text(context)


def plans_text(plans: tuple[str, ...]) -> str:
    """For whom a model is."""
    if not plans:
        return QCoreApplication.translate("Admin", "All plans")
    return ", ".join(plan_name(each) for each in plans)


def done_text(what: str) -> str:
    """What is said when a change was made."""
    return {
        "plan": QCoreApplication.translate(
            "Admin", "The plan counts as it is now, for everybody who has it."
        ),
        "plan_reset": QCoreApplication.translate("Admin", "The plan is as the program brings it."),
        "price": QCoreApplication.translate("Admin", "The new prices are entered. What was charged stays."),
        "margin": QCoreApplication.translate("Admin", "The margin counts from the next call on."),
        "model": QCoreApplication.translate("Admin", "The model counts as it is now."),
        "model_reset": QCoreApplication.translate("Admin", "What was edited of the model is gone."),
        "prompt": QCoreApplication.translate("Admin", "The instructions count from the next call on."),
        "budget": QCoreApplication.translate("Admin", "The budget counts from now on."),
        "person": QCoreApplication.translate("Admin", "The role counts at the next thing they do."),
        "removed": QCoreApplication.translate(
            "Admin", "They are no longer of the school. The account stays."
        ),
        "plan_given": QCoreApplication.translate(
            "Admin", "The plan is given. Their devices hear of it at once."
        ),
        "suspended": QCoreApplication.translate("Admin", "The account is suspended. Nothing of it is lost."),
        "let_in": QCoreApplication.translate("Admin", "The account may sign in again."),
        "school": QCoreApplication.translate("Admin", "The school is as it stands now."),
        "school_made": QCoreApplication.translate("Admin", "The school is made."),
        "school_suspended": QCoreApplication.translate(
            "Admin", "Nobody of the school can use the server now."
        ),
        "school_let_in": QCoreApplication.translate("Admin", "The school can use the server again."),
        "adjusted": QCoreApplication.translate("Admin", "The entry is booked."),
        "settled": QCoreApplication.translate("Admin", "Disputes restrict this account no more."),
        "replayed": QCoreApplication.translate("Admin", "The event was applied again."),
    }[what]


ACTION_GROUPS = ("", "billing.", "payments.", "user.", "sign_in.", "tenant.", "group")
"""How the actions of the audit log begin that one can choose; empty for all."""


def action_group_text(group: str) -> str:
    """What a group of actions is called."""
    return {
        "": QCoreApplication.translate("Admin", "Everything"),
        "billing.": QCoreApplication.translate("Admin", "Plans, prices, models, corrections"),
        "payments.": QCoreApplication.translate("Admin", "Payments"),
        "user.": QCoreApplication.translate("Admin", "Roles, plans, suspensions"),
        "sign_in.": QCoreApplication.translate("Admin", "Refused sign-ins"),
        "tenant.": QCoreApplication.translate("Admin", "Schools"),
        "group": QCoreApplication.translate("Admin", "Groups"),
    }[group]


def action_text(action: str) -> str:
    """What happened; an action of a newer server as it calls itself."""
    names = {
        "account.made": QCoreApplication.translate("Admin", "Account made"),
        "account.deleted": QCoreApplication.translate("Admin", "Account deleted"),
        "admin.made": QCoreApplication.translate("Admin", "Administrator made"),
        "user.changed": QCoreApplication.translate("Admin", "Role, plan or suspension changed"),
        "billing.adjusted": QCoreApplication.translate("Admin", "Balance corrected"),
        "billing.plan.changed": QCoreApplication.translate("Admin", "Plan changed"),
        "billing.plan.reset": QCoreApplication.translate("Admin", "Plan as shipped again"),
        "billing.price.added": QCoreApplication.translate("Admin", "Prices entered"),
        "billing.margin.changed": QCoreApplication.translate("Admin", "Margin changed"),
        "billing.model.changed": QCoreApplication.translate("Admin", "Model changed"),
        "billing.model.reset": QCoreApplication.translate("Admin", "Model as shipped again"),
        "billing.prompt.changed": QCoreApplication.translate("Admin", "Instructions changed"),
        "billing.budget.changed": QCoreApplication.translate("Admin", "Budget changed"),
        "billing.caps.changed": QCoreApplication.translate("Admin", "Limits of a school changed"),
        "payments.replayed": QCoreApplication.translate("Admin", "Payment event applied again"),
        "payments.settled": QCoreApplication.translate("Admin", "Disputes settled"),
        "data.exported": QCoreApplication.translate("Admin", "Data exported"),
        "device.removed": QCoreApplication.translate("Admin", "Device signed out"),
        "email.asked": QCoreApplication.translate("Admin", "Another e-mail asked for"),
        "email.changed": QCoreApplication.translate("Admin", "E-mail changed"),
        "email.verified": QCoreApplication.translate("Admin", "E-mail verified"),
        "invitation.made": QCoreApplication.translate("Admin", "Invitation made"),
        "invitation.withdrawn": QCoreApplication.translate("Admin", "Invitation withdrawn"),
        "password.changed": QCoreApplication.translate("Admin", "Password changed"),
        "password.refused": QCoreApplication.translate("Admin", "Wrong old password"),
        "password.reset": QCoreApplication.translate("Admin", "Password set anew by mail"),
        "session.reused": QCoreApplication.translate("Admin", "A used-up sign-in was tried again"),
        "sign_in.refused": QCoreApplication.translate("Admin", "Sign-in refused"),
        "sign_out.everywhere": QCoreApplication.translate("Admin", "Signed out everywhere"),
        "tenant.made": QCoreApplication.translate("Admin", "School made"),
        "tenant.changed": QCoreApplication.translate("Admin", "School changed"),
        "tenant.joined": QCoreApplication.translate("Admin", "Joined a school"),
        "tenant.left": QCoreApplication.translate("Admin", "Left a school"),
    }
    return names.get(action, action.replace(".", ": ").replace("_", " "))


def detail_text(entry: AuditEntry) -> str:
    """The particulars of an entry in one line, as the server keeps them."""
    return " · ".join(f"{name}: {value}" for name, value in entry.detail.items())


def event_state_text(state: str) -> str:
    """How a webhook stands."""
    return {
        "new": QCoreApplication.translate("Admin", "Due"),
        "waiting": QCoreApplication.translate("Admin", "Waiting"),
        "done": QCoreApplication.translate("Admin", "Applied"),
        "ignored": QCoreApplication.translate("Admin", "Of no concern"),
        "dead": QCoreApplication.translate("Admin", "Given up"),
    }.get(state, state)


def event_state_tone(state: str) -> Tone:
    """The tone of a webhook's state."""
    tones: dict[str, Tone] = {"new": "info", "waiting": "warning", "done": "ok", "dead": "danger"}
    return tones.get(state, "neutral")
