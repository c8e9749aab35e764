/**
 * J2, assess risk: the risk questions, the officer's judgement, the level that the decision table
 * gives, and how a level may change. Source: policy 2.1, 6.7.
 */
@NullMarked
package org.haven.assessrisk;

import org.jspecify.annotations.NullMarked;
