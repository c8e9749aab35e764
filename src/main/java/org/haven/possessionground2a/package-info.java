/**
 * J6, possession under Ground 2A: the notice and its dates. Source: policy 7.5.1, 7.5.3; Housing
 * Act 1985 s.83, 83A, 84 and Schedule 2.
 */
@NullMarked
package org.haven.possessionground2a;

import org.jspecify.annotations.NullMarked;
