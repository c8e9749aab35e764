/** Camunda Forms read on the server: what a form asks, what it may hold, where each answer goes. */
@NullMarked
package org.haven.forms;

import org.jspecify.annotations.NullMarked;
