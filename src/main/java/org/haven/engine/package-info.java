/**
 * The engine room and the only user of the Camunda client: connection, workers, deployment, outbox
 * sender, decisions. What is deployed is read and checked in {@code models}.
 */
@NullMarked
package org.haven.engine;

import org.jspecify.annotations.NullMarked;
