/** E-mails to staff that notices wait. */
@NullMarked
package org.haven.tasks.mail;

import org.jspecify.annotations.NullMarked;
