"""Writes report/schema/*.json from the models that check the files (`make schema`)."""

from report.load.schema import write
from report.resources import schema_folder

if __name__ == "__main__":
    write(schema_folder())
