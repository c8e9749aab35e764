/** The page on which somebody is asked, and the one that shows the totals. */
@NullMarked
package org.haven.equality.web;

import org.jspecify.annotations.NullMarked;
