/**
 * The local platform: a real Zeebe broker, Elasticsearch and PostgreSQL as processes of this
 * machine, unpacked once and started side by side, without containers.
 *
 * <p>Nothing outlives the application: a small shell guardian beside every server waits on a pipe
 * which ends with the application, however that ends. Tests use the same code, with the engine's
 * clock under their control. Under the profile {@code outside} none of this runs, and the services'
 * addresses come from configuration.
 */
@NullMarked
package org.haven.local;

import org.jspecify.annotations.NullMarked;
