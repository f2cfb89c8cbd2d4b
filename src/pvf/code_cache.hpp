/// Prepared code on disk, so that it outlives the process.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "platform/memory_file.hpp"

namespace serinus::pvf {

/// What prepared code depends on.
struct CodeKey {
    Hash256 code;         ///< BLAKE2b-256 of the code as the relay chain has it
    Hash256 preparation;  ///< of the session's parameters: preparation_hash()
    std::string version;  ///< of the engine: wasm::Engine::precompiled_version()

    /// The name of its file.
    Hash256 digest() const;
};

/// A file for each key: magic, digest of the key, size and XXH3-128 of the prepared code, then that. Written beside its
/// place and renamed, so that a kill or a full disk leaves the old file, the new one or none. A file that does not fit
/// its key or its digest is removed, and is as if it had not been there.
///
/// Threat: damage, as in the engine's own cache. The folder is its owner's alone (0700); an attacker who writes into it
/// has the node already. What is executed is a sealed copy in memory, whatever becomes of the file.
class CodeCache {
  public:
    struct Limits {
        uint64_t max_bytes = uint64_t{10} << 30;
        uint64_t min_stale_s = 24 * 60 * 60;  ///< what was used later stays, however much there is
    };

    /// Makes the folder if it is not there, and removes what an earlier process left unfinished.
    static Result<CodeCache, std::string> open(std::string folder, const Limits& limits);
    static Result<CodeCache, std::string> open(std::string folder) { return open(std::move(folder), Limits{}); }

    /// Notes that it was used.
    std::optional<platform::MemoryFile> find(const CodeKey& key) const;
    /// Errors: the disk; a sentence.
    Result<void, std::string> store(const CodeKey& key, BytesView prepared) const;
    void remove(const CodeKey& key) const;
    /// Removes what was not used for the longest time until the rest fits. Observed: polkadot-node-core-pvf 36.0.0:
    /// `ArtifactsCleanupConfig`: 10 GiB, and a day. Returns the number of files.
    size_t prune(uint64_t unix_s) const;

  private:
    CodeCache(std::string folder, const Limits& limits) : folder_(std::move(folder)), limits_(limits) {}
    std::string path_of(const CodeKey& key) const;

    std::string folder_;
    Limits limits_;
};

}  // namespace serinus::pvf
