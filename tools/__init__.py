"""What developing needs: each module is a command of `python3 app.py`."""
