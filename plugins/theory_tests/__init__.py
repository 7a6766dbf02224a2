"""Tests of theory: question files, and a bank of questions."""
