/** The forms of the perpetrator response. */
@NullMarked
package org.haven.perpetratorresponse.web;

import org.jspecify.annotations.NullMarked;
