/**
 * The engine room and the only user of the Camunda client: connection, workers, deployment and
 * model checks, outbox sender, decisions.
 */
@NullMarked
package org.haven.engine;

import org.jspecify.annotations.NullMarked;
