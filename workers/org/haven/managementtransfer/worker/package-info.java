/** The steps of management-transfer that the engine does through us. */
@NullMarked
package org.haven.managementtransfer.worker;

import org.jspecify.annotations.NullMarked;
