/** Job glue of the task list: tasks open, their owners are told. */
@NullMarked
package org.haven.tasks.worker;

import org.jspecify.annotations.NullMarked;
