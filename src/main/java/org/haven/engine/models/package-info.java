/**
 * The models, tables and forms as files, and the check that they go through before any of them is
 * deployed. It needs neither the engine nor Spring.
 */
@NullMarked
package org.haven.engine.models;

import org.jspecify.annotations.NullMarked;
