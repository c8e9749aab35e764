/** The task list and the page of a task. */
@NullMarked
package org.haven.tasks.web;

import org.jspecify.annotations.NullMarked;
