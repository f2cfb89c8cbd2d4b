/// The metadata of a runtime, from the runtime itself.
#pragma once

#include <functional>

#include "metadata/metadata.hpp"

namespace serinus::metadata {

/// Calls a function of the runtime with encoded arguments. The error is a sentence.
using CallRuntime = std::function<Result<Bytes, std::string>(std::string_view function, BytesView arguments)>;

/// The metadata in the newest version that the runtime offers and decode_model() knows, without a length before it. A
/// runtime that has no list of versions is asked for what it calls its metadata. Two calls. Spec:
/// sect-rte-metadata-metadata; Observed: Metadata_metadata_versions and Metadata_metadata_at_version of version 2 of
/// the API
Result<Bytes, std::string> fetch_encoded(const CallRuntime& call);

/// The same, decoded.
Result<std::unique_ptr<const Metadata>, std::string> fetch(const CallRuntime& call);

/// In that version. nullopt: the runtime has none of it.
Result<std::optional<Bytes>, std::string> fetch_version(const CallRuntime& call, uint32_t version);

}  // namespace serinus::metadata
