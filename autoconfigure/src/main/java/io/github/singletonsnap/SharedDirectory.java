package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory in which units meet: there, and one in which nobody else can take away what
 * a unit has put.
 */
final class SharedDirectory {

	private static final Logger logger = LoggerFactory.getLogger(SharedDirectory.class);

	private static final String MODE = "unix:mode";

	private static final int OTHERS_WRITE = 02;

	// Only its owner may remove a file, as in /tmp
	private static final int STICKY = 01000;

	/**
	 * What it is for: locks or registrations.
	 */
	private final String content;

	private final Path path;

	private final Set<PosixFilePermission> permissions;

	private @Nullable Object inode;

	private boolean replaced;

	private SharedDirectory(String content, Path path, Set<PosixFilePermission> permissions, @Nullable Object inode) {
		this.content = content;
		this.path = path;
		this.permissions = permissions;
		this.inode = inode;
	}

	/**
	 * Creates a directory if it is absent, and refuses one that cannot be used.
	 * @param content what it is for: {@code lock} or {@code registration}
	 */
	static SharedDirectory prepare(String content, Path directory, Set<PosixFilePermission> permissions) {
		return new SharedDirectory(content, directory, permissions, null).prepare();
	}

	private SharedDirectory prepare() {
		try {
			if (!Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
				create();
			}
			// In a directory that all may write to, such as /run/lock, anyone can plant a
			// link or a directory of that name first, and then own all that is in it
			refuseForeign(LinkOption.NOFOLLOW_LINKS);
			if (!Files.exists(this.path)) {
				throw unusable("it is a symbolic link that leads nowhere", null);
			}
			refuseForeign();
			refuseUnwritable();
			// One directory is one set of files, by whatever links it is reached
			Path real = this.path.toRealPath();
			return new SharedDirectory(this.content, real, this.permissions, inode(real));
		}
		catch (IOException ex) {
			throw unusable(Messages.describe(ex, this.path), ex);
		}
		catch (UnsupportedOperationException ex) {
			throw unusable(ex.toString(), ex);
		}
	}

	private void create() throws IOException {
		try {
			Path parent = this.path.getParent();
			if (parent != null) {
				Files.createDirectories(parent);
			}
			Files.createDirectory(this.path, PosixFilePermissions.asFileAttribute(this.permissions));
		}
		catch (FileAlreadyExistsException ex) {
			if (Files.isDirectory(this.path)) {
				// Another process was first, and will have its permissions
				return;
			}
			throw unusable("it is absent, and cannot be created because " + ex.getFile() + " is a file", ex);
		}
		catch (AccessDeniedException ex) {
			throw unusable("it is absent, and this user may not create " + ex.getFile() + ". " + remedy(), ex);
		}
		catch (NoSuchFileException ex) {
			throw unusable("it is absent, and cannot be created because nobody can make " + ex.getFile()
					+ ". Name one on an ordinary file system, the same for all units", ex);
		}
		// What the umask took away, given back; in one step, as it must not be open to
		// all and not yet sticky. By a descriptor that follows no link: the directory
		// above may be others' too
		Files.setAttribute(this.path, MODE, mode(this.permissions), LinkOption.NOFOLLOW_LINKS);
	}

	private static int mode(Set<PosixFilePermission> permissions) {
		String bits = PosixFilePermissions.toString(permissions).replaceAll("[rwx]", "1").replace('-', '0');
		return Integer.parseInt(bits, 2) | (permissions.contains(PosixFilePermission.OTHERS_WRITE) ? STICKY : 0);
	}

	Path path() {
		return this.path;
	}

	boolean isSameAs(SharedDirectory other) {
		return Objects.equals(this.inode, other.inode);
	}

	/**
	 * Sees that all is as it was before, each time something is to be put here or taken
	 * away. A directory that was removed is created again: units that are started later
	 * would do so too, and meet there.
	 */
	synchronized void check() throws IOException {
		if (!Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
			create();
			logger
				.warn("The {} directory {} was removed, and is created again: what was in it is lost. Find who removes "
						+ "it, and stop that", this.content, this.path);
			this.inode = inode(this.path);
			this.replaced = true;
		}
		// The real path: a link there was planted since
		refuseForeign(LinkOption.NOFOLLOW_LINKS);
		refuseUnwritable();
		refuseWhatOthersMayRemove();
		Object found = inode(this.path);
		if (!found.equals(this.inode)) {
			logger.warn("The {} directory {} is another one than before: units that still use that one are neither "
					+ "seen nor excluded. Start all of them again", this.content, this.path);
			this.inode = found;
			this.replaced = true;
		}
	}

	/**
	 * Whether this is not the directory that it was at first: then what units have put
	 * there is not here.
	 */
	synchronized boolean isReplaced() throws IOException {
		check();
		return this.replaced;
	}

	private static Object inode(Path path) throws IOException {
		return Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
	}

	// Whoever may remove files can take away a lock that is held. Members of the
	// directory's group may, who were chosen
	private void refuseWhatOthersMayRemove() throws IOException {
		if (isOpenToAll(this.path)) {
			throw new FileSystemException(this.path.toString(), null,
					"every user of the machine may remove the " + this.content + "s in it "
							+ (this.content.equals("lock") ? "while they are held" : "of others")
							+ ". Forbid that with " + "chmod o-w, or with chmod +t if units of several users share it");
		}
		for (Path above = this.path.getParent(); above != null; above = above.getParent()) {
			if (isOpenToAll(above)) {
				throw new FileSystemException(this.path.toString(), null, "every user of the machine may move it away, "
						+ "as " + above + " is open to all. Forbid that with chmod o-w or chmod +t " + above);
			}
		}
	}

	private static boolean isOpenToAll(Path directory) throws IOException {
		return ((int) Files.getAttribute(directory, MODE) & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE;
	}

	private void refuseForeign(LinkOption... options) throws IOException {
		int owner = (int) Files.getAttribute(this.path, "unix:uid", options);
		String doubt = CurrentUser.reasonAgainst(owner, Files.getOwner(this.path, options));
		if (doubt != null) {
			throw unusable("it belongs to " + doubt + ", who could take any " + this.content + " away. It has "
					+ described(options) + ". " + remedy(), null);
		}
	}

	private void refuseUnwritable() throws IOException {
		if (!Files.isDirectory(this.path)) {
			throw unusable("it is not a directory", null);
		}
		String refusal = "this process may not write to it";
		try {
			this.path.getFileSystem().provider().checkAccess(this.path, AccessMode.WRITE);
		}
		catch (AccessDeniedException ex) {
			throw unusable(refusal + ". It has " + described()
					+ ", and this user is neither that owner nor in that group, or may not write as such. " + remedy(),
					ex);
		}
		catch (FileSystemException ex) {
			throw unusable(refusal + ": " + ex.getReason(), ex);
		}
	}

	private String described(LinkOption... options) throws IOException {
		Map<String, Object> attributes = Files.readAttributes(this.path, "unix:mode,owner,group", options);
		return "owner " + attributes.get("owner") + ", group " + attributes.get("group") + " and mode "
				+ String.format("%04o", (int) Objects.requireNonNull(attributes.get("mode")) & 07777);
	}

	// Not "take another one": a unit that does so locks apart from the others
	private String remedy() {
		return "Have it made for all units at every boot, by a line in /etc/tmpfiles.d/singleton-snap.conf: d "
				+ this.path + " 0755 root root -, or, for units of several users, d " + this.path
				+ " 3775 root GROUP -";
	}

	private SnapLockException unusable(String reason, @Nullable Exception cause) {
		return new SnapLockException("cannot use " + this.content + " directory " + this.path + ": " + reason,
				this.path, cause);
	}

}
