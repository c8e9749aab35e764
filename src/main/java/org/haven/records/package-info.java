/** The only user of the Elasticsearch client: reads the engine's exported records, in order. */
@NullMarked
package org.haven.records;

import org.jspecify.annotations.NullMarked;
