/** What the forms of the panel must keep to. */
@NullMarked
package org.haven.complexcasepanel.web;

import org.jspecify.annotations.NullMarked;
