/**
 * J8, homelessness application: the duties we owe somebody who flees abuse, their dates and
 * decision letters, and reviews of those decisions. Source: policy 5.1, 14.2, the strategy; Housing
 * Act 1996 Part 7.
 */
@NullMarked
package org.haven.homelessnessapplication;

import org.jspecify.annotations.NullMarked;
