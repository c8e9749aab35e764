/**
 * J11, perpetrator response: what the council does about the person said to abuse, and only after
 * her wishes and the risk to her are on record. Source: policy 7.5.1-7.5.4.
 */
@NullMarked
package org.haven.perpetratorresponse;

import org.jspecify.annotations.NullMarked;
