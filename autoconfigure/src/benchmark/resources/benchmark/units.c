/*
 * units DIRECTORY SNAP TIMES
 *
 * Finds the units that are registered for SNAP, in every layout, TIMES times, and prints how
 * many there are and how many µs of CPU time each turn took.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static char units[20000][256];

static const char *skip_digits(const char *at)
{
	while (isdigit((unsigned char)*at))
		at++;
	return at;
}

static const char *unit_in(const char *rest)
{
	const char *end;
	if (strncmp(rest, "--rev", 5) == 0) {
		end = skip_digits(rest + 5);
		if (end > rest + 5 && strncmp(end, "__", 2) == 0 && end[2])
			return end + 2;
	}
	if (strncmp(rest, "__", 2) == 0) {
		end = skip_digits(rest + 2);
		if (end > rest + 2 && strncmp(end, "--", 2) == 0 && end[2])
			return end + 2;
	}
	if ((strncmp(rest, "__", 2) == 0 || strncmp(rest, "--", 2) == 0) && rest[2])
		return rest + 2;
	return NULL;
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int find(const char *directory, const char *prefix, size_t length)
{
	int count = 0;
	DIR *dir = opendir(directory);
	if (!dir) {
		perror(directory);
		exit(1);
	}
	for (struct dirent *entry; (entry = readdir(dir));) {
		const char *unit;
		struct stat status;
		if (strncmp(entry->d_name, prefix, length) != 0 || !(unit = unit_in(entry->d_name + length)))
			continue;
		if (fstatat(dirfd(dir), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(status.st_mode))
			strncpy(units[count++], unit, sizeof units[0] - 1);
	}
	closedir(dir);
	qsort(units, count, sizeof units[0], compare);
	return count;
}

int main(int argc, char **argv)
{
	char prefix[300];
	int times = atoi(argv[3]), count = 0;
	(void)argc;
	snprintf(prefix, sizeof prefix, "LCK..%s", argv[2]);
	clock_t start = clock();
	for (int i = 0; i < times; i++)
		count = find(argv[1], prefix, strlen(prefix));
	printf("%d\n%f\n", count, (double)(clock() - start) * 1e6 / CLOCKS_PER_SEC / times);
	return 0;
}
