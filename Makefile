lock:
	.venv/bin/uv pip compile setup.cfg --extra build --universal --python-version 3.11 --no-header -q -o requirements.lock
	.venv/bin/uv pip compile setup.cfg --extra build --extra dev --universal --python-version 3.11 --no-header -q -o requirements-dev.lock
