/**
 * What may become evidence: files of a case, notes, calls and statements, and the bundle that is
 * put together from them for somebody outside. Source: policy 10.2, 10.3.
 */
@NullMarked
package org.haven.evidence;

import org.jspecify.annotations.NullMarked;
