/** What an operator does from a command line, without pages and without the engine. */
@NullMarked
package org.haven.platform.command;

import org.jspecify.annotations.NullMarked;
