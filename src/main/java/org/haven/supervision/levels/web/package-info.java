/** The pages of service levels. */
@NullMarked
package org.haven.supervision.levels.web;

import org.jspecify.annotations.NullMarked;
