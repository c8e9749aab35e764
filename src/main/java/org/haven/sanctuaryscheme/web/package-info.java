/** What the forms of the sanctuary scheme must keep to. */
@NullMarked
package org.haven.sanctuaryscheme.web;

import org.jspecify.annotations.NullMarked;
