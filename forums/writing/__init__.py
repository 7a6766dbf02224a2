"""What writing a post needs beside storing it: telling two versions apart."""
