package io.windlass.server.synapse;

/**
 * A JSON document of the Synapse dialect, in or out. Every one is a record, read and written by
 * {@link SynapseJson}, whatever the rest of the server does with JSON.
 */
public interface Document {}
