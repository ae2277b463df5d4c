package io.github.singletonsnap.rollout;

import java.sql.DatabaseMetaData;

import javax.sql.DataSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Whether the table of permits is made where it is missing, by {@code schema.sql} beside
 * this class.
 */
public enum RolloutSchema {

	/**
	 * Always, when the application starts.
	 */
	ALWAYS,

	/**
	 * In a database in memory, before the first question.
	 */
	EMBEDDED,

	/**
	 * Never.
	 */
	NEVER;

	void prepare(DataSource dataSource) {
		if (this == ALWAYS || (this == EMBEDDED && isEmbedded(dataSource))) {
			create(dataSource);
		}
	}

	private static void create(DataSource dataSource) {
		try {
			DatabasePopulatorUtils.execute(
					new ResourceDatabasePopulator(new ClassPathResource("schema.sql", RolloutSchema.class)),
					dataSource);
		}
		catch (DataAccessException ex) {
			// PostgreSQL may refuse what is made by two at once, although it is told to
			// make it only where it is missing
			if (!isThere(dataSource)) {
				throw ex;
			}
		}
	}

	private static boolean isThere(DataSource dataSource) {
		try {
			new JdbcTemplate(dataSource).queryForObject("SELECT COUNT(*) FROM singleton_snap_rollout", Integer.class);
			return true;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

	private static boolean isEmbedded(DataSource dataSource) {
		try {
			String url = JdbcUtils.extractDatabaseMetaData(dataSource, DatabaseMetaData::getURL);
			return url != null && url.matches("jdbc:(h2:mem|hsqldb:mem|derby:memory):.*");
		}
		catch (MetaDataAccessException ex) {
			throw new RolloutPermitException("cannot find out what database this is: " + ex.getMessage(), ex);
		}
	}

}
