/**
 * J1, report domestic abuse: taking a report from any channel, her own words, the first
 * conversation, and the options agreed with her. Source: policy 2.1, 5.1, 7.1, 7.2, 14.1.
 */
@NullMarked
package org.haven.reportdomesticabuse;

import org.jspecify.annotations.NullMarked;
