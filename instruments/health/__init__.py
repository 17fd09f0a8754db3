"""Health and care as a whole, by questionnaires that are licensed."""
