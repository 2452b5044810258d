"""Plain data in, plotly figures and tracks out. Nothing here knows Streamlit."""
