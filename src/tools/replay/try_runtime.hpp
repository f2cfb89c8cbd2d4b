/// The upgrade of a runtime, tried on a real state.
#pragma once

#include "tools/replay/replay.hpp"
#include "primitives/header.hpp"

namespace serinus::fork {

struct VersionName {
    std::string name;
    uint32_t number = 0;
};

/// A pallet whose storage is not of the version that its code reads: its migration is missing.
struct VersionBehind {
    std::string pallet;  ///< its name by the metadata, or the prefix of its keys in hex
    uint16_t stored = 0, in_code = 0;
};

struct UpgradeReport {
    VersionName before, after;
    /// TryRuntime's on_runtime_upgrade, with the runtime's own checks and try_state, or Core's initialize_block: the
    /// first block with the new runtime, whose changes are those that the old runtime's first block does not make.
    std::string method;
    std::string error;  ///< not empty: the call failed
    uint64_t duration_ns = 0;
    uint64_t ref_time_ps = 0, proof_size = 0;          ///< of the migrations and of what begins a block
    uint64_t max_ref_time_ps = 0, max_proof_size = 0;  ///< System.BlockWeights; 0: not known
    std::map<StateKey, Write> writes;
    /// Entries that the migrations would change once more if they ran again; nullopt: that was not tried.
    std::optional<std::map<StateKey, Write>> not_idempotent;
    std::vector<VersionBehind> versions_behind;  ///< after the upgrade
    std::vector<std::string> notes;
    std::shared_ptr<const metadata::Metadata> old_metadata, new_metadata;  ///< nullptr: none that we know

    bool is_too_heavy() const noexcept {
        return (max_ref_time_ps != 0 && ref_time_ps > max_ref_time_ps) ||
               (max_proof_size != 0 && proof_size > max_proof_size);
    }
};

/// What an upgrade is refused for beside a failure or its weight.
struct UpgradeChecks {
    bool spec_name = true, spec_version = true, storage_version = true, idempotency = true;
};
/// Sentences; none: the upgrade is good. That the version grows and the name stays is what a chain demands of
/// `set_code`. Source: frame_system::Pallet::can_set_code
std::vector<std::string> faults_of(const UpgradeReport& report, const UpgradeChecks& checks);

/// `state`: after the block `parent`, which the upgrade follows. `code` may be compressed. Errors are sentences: the
/// state cannot be read, the code is no runtime.
Result<UpgradeReport, std::string> try_runtime(executor::Executor& executor,
                                               const std::shared_ptr<state::Origin>& state,
                                               const primitives::Header& parent, BytesView code,
                                               const std::function<uint64_t()>& now_ns);

/// {"before", "after", "method", "error", "ms", "weight", "maxWeight", "changes", "notIdempotent",
/// "storageVersions", "notes", "good",
/// "faults"}
std::string upgrade_json(const UpgradeReport& report, const UpgradeChecks& checks);
std::string upgrade_text(const UpgradeReport& report, const UpgradeChecks& checks);

}  // namespace serinus::fork
