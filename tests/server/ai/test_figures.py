from server.ai.figures import figures_of
from server.web.metrics import Metrics


def test_figures_have_names():
    metrics = Metrics()
    figures = figures_of(metrics)
    figures.refused.labels("anthropic", "529").inc()
    figures.leaked_nano.inc(5)
    text = metrics.text().decode()
    assert 'lantern_ai_refused_total{status="529",upstream="anthropic"} 1.0' in text
    assert "lantern_ai_leaked_nano_usd_total 5.0" in text
