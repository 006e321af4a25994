# Read by the other scripts: where this installation keeps its data and its keys.
export CASEFLOW_DATA=${CASEFLOW_DATA:-$PWD/instance/data}
export CASEFLOW_KEYS=${CASEFLOW_KEYS:-$PWD/instance/keys}
export PORT=${PORT:-8000}
export PYTHONUNBUFFERED=1
