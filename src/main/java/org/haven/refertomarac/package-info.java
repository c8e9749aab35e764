/**
 * J3, refer to MARAC: the referral, the watch for repeats, the tenancy flag, the meeting and its
 * minutes. Nothing here may reach the person said to abuse. Source: policy 6.7; strategy.
 */
@NullMarked
package org.haven.refertomarac;

import org.jspecify.annotations.NullMarked;
