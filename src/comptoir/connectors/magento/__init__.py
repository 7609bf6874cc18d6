"""Magento: its file formats and the meaning of its words."""
