/**
 * What a record is for: real people or training. Said once in the database, and asked at every
 * start before anything is changed in it.
 */
@NullMarked
package org.haven.platform.purpose;

import org.jspecify.annotations.NullMarked;
