#include "tools/replay/try_runtime.hpp"

#include "base/hex.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "consensus/next_header.hpp"
#include "executor/unknown_imports.hpp"
#include "runtime_api/core.hpp"
#include "runtime_api/try_runtime.hpp"
#include "state/forked_states.hpp"
#include "state/overlay.hpp"

namespace serinus::fork {
namespace {

using primitives::Header;
using state::Area;

using runtime_api::transaction_payment::Weight;
using runtime_api::try_runtime::Checks;
using runtime_api::try_runtime::kOnRuntimeUpgrade;

Hash256 block_tag(uint8_t number) {
    Hash256 out;
    out.bytes[0] = number;
    return out;
}

class Trial {
  public:
    Trial(executor::Executor& executor, const std::shared_ptr<state::Origin>& origin, const Header& parent,
          BytesView code, const std::function<uint64_t()>& now_ns)
        : executor_(executor), states_(origin), parent_(parent), code_(to_bytes(code)), now_ns_(now_ns) {
        states_.begin(block_tag(kOld), 0);
    }

    Result<UpgradeReport, std::string> run() {
        TRY_ASSIGN(out_.before, version_in(kOld));
        TRY(commit(kNew, kOld, {.top = {{to_bytes(as_bytes(":code")), code_}}, .children = {}}));
        TRY_ASSIGN(out_.after, version_in(kNew));
        out_.old_metadata = metadata_of(kOld);
        out_.new_metadata = metadata_of(kNew);
        find_limits();
        if (out_.after.number <= out_.before.number && out_.after.name == out_.before.name) {
            out_.notes.push_back("the new runtime has no higher spec version: its migrations do not run on a chain");
        }
        for (const std::string& name : executor::unknown_imports(code_)) {
            out_.notes.push_back("the new runtime imports " + name +
                                 ", which this program does not have: calls of it fail here");
        }
        TRY_ASSIGN(const bool has_api, try_api());
        if (!has_api) TRY(try_first_block());
        if (out_.error.empty()) TRY(compare_storage_versions());
        return std::move(out_);
    }

  private:
    enum Tag : uint8_t { kOld = 1, kNew, kMigrated, kOldBlock, kAgain };
    struct Ran {
        Bytes result = {};
        state::StateChanges changes = {};
        std::string error = {};
        bool is_missing = false;
        uint64_t duration_ns = 0;
    };

    Result<std::unique_ptr<state::BlockState>, std::string> open(Tag tag) {
        auto state = states_.at(block_tag(tag));
        if (!state) return Err(state.error().reason);
        return *std::move(state);
    }
    Result<void, std::string> commit(Tag tag, Tag parent, const state::StateChanges& changes) {
        const auto done = states_.commit(block_tag(tag), block_tag(parent), tag, changes);
        if (!done) return Err(done.error().reason);
        return {};
    }
    Result<std::shared_ptr<const executor::Runtime>, std::string> runtime_in(Tag tag) {
        TRY_ASSIGN(const auto state, open(tag));
        state::Overlay overlay(*state);
        auto runtime = executor_.runtime_of(overlay);
        if (!runtime)
            return Err((tag == kOld ? "the runtime of the state: " : "the new runtime: ") + runtime.error().reason);
        return *std::move(runtime);
    }
    Result<VersionName, std::string> version_in(Tag tag) {
        TRY_ASSIGN(const auto runtime, runtime_in(tag));
        const auto version = executor_.version(*runtime);
        if (!version) return Err("Core_version: " + version.error().reason);
        return VersionName{version->spec_name, version->spec_version};
    }
    std::shared_ptr<const metadata::Metadata> metadata_of(Tag tag) {
        const auto state = open(tag);
        auto metadata = state ? metadata_in(executor_, **state)
                              : Result<std::shared_ptr<const metadata::Metadata>, std::string>(Err(state.error()));
        if (metadata) return *std::move(metadata);
        out_.notes.push_back((tag == kOld ? "the old runtime: " : "the new runtime: ") + metadata.error());
        return nullptr;
    }

    Result<Ran, std::string> call(Tag tag, std::string_view method, BytesView arguments) {
        TRY_ASSIGN(const auto runtime, runtime_in(tag));
        TRY_ASSIGN(const auto state, open(tag));
        state::Overlay overlay(*state);
        const uint64_t start_ns = now_ns_();
        auto result = executor_.call(*runtime, method, arguments, overlay);
        Ran out{.duration_ns = now_ns_() - start_ns};
        if (!result) {
            using Kind = executor::CallError::Kind;
            if (result.error().kind == Kind::kState) return Err(result.error().reason);
            out.is_missing = result.error().kind == Kind::kNoSuchMethod;
            out.error = result.error().to_string();
            return out;
        }
        out.result = *std::move(result);
        out.changes = overlay.take_changes();
        return out;
    }

    /// The most that a block may weigh begins the constant: the base weight of a block, then the limit.
    void find_limits() {
        const auto* metadata = out_.new_metadata != nullptr ? out_.new_metadata.get() : out_.old_metadata.get();
        const auto* constant = metadata == nullptr ? nullptr : metadata->find_constant("System", "BlockWeights");
        if (constant == nullptr) return;
        BytesView bytes = constant->value;
        if (!scale::take<Weight>(bytes)) return;
        const auto most = scale::take<Weight>(bytes);
        if (!most) return;
        out_.max_ref_time_ps = most->ref_time_ps.value;
        out_.max_proof_size = most->proof_size.value;
    }

    /// False: the runtime does not have it.
    Result<bool, std::string> try_api() {
        TRY_ASSIGN(const Ran ran, call(kNew, kOnRuntimeUpgrade.name, kOnRuntimeUpgrade.encode(Checks::kAll)));
        if (ran.is_missing) return false;
        out_.method = kOnRuntimeUpgrade.name;
        out_.duration_ns = ran.duration_ns;
        out_.error = ran.error;
        if (!ran.error.empty()) return true;
        BytesView result(ran.result);
        if (const auto weight = scale::take<Weight>(result)) {
            out_.ref_time_ps = weight->ref_time_ps.value;
            out_.proof_size = weight->proof_size.value;
        }
        TRY_ASSIGN(const auto state, open(kNew));
        TRY_ASSIGN(out_.writes, writes_of(*state, ran.changes));
        TRY(commit(kMigrated, kNew, ran.changes));
        TRY_ASSIGN(const Ran again, call(kMigrated, kOnRuntimeUpgrade.name, kOnRuntimeUpgrade.encode(Checks::kNone)));
        TRY(compare_again(again, {}, {}));
        return true;
    }

    Result<void, std::string> try_first_block() {
        using runtime_api::core::kInitializeAnyBlock;
        out_.method = kInitializeAnyBlock.name;
        const Bytes header = kInitializeAnyBlock.encode(consensus::next_header(parent_));
        TRY_ASSIGN(const Ran ran, call(kNew, out_.method, header));
        out_.duration_ns = ran.duration_ns;
        out_.error = ran.error;
        if (!ran.error.empty()) return {};
        TRY_ASSIGN(const Ran ordinary, call(kOld, out_.method, header));
        if (!ordinary.error.empty()) {
            out_.notes.push_back("the old runtime cannot begin a block: the changes are those of the whole block");
        }
        TRY_ASSIGN(const auto state, open(kNew));
        TRY_ASSIGN(const auto all, writes_of(*state, ran.changes));
        for (const auto& [key, write] : all) {
            if (!is_ordinary(ordinary.changes, key, write)) out_.writes[key] = write;
        }
        TRY(commit(kMigrated, kNew, ran.changes));
        TRY(read_weight());
        out_.notes.push_back(
            "the runtime has no API TryRuntime: neither the checks of its migrations nor try_state ran");

        // Once more: the runtime believes that the old one is the last that it ran.
        state::StateChanges back;
        const Bytes last = metadata::item_prefix("System", "LastRuntimeUpgrade");
        const auto old = state->get(Area::top(), last);
        if (!old) return Err(old.error().reason);
        back.top[last] = *old ? std::optional(to_bytes(**old)) : std::nullopt;
        TRY(commit(kAgain, kMigrated, back));
        TRY_ASSIGN(const Ran again, call(kAgain, out_.method, header));
        // What the hooks of a block without an upgrade do there is not the migrations' doing.
        TRY_ASSIGN(const Ran plain, call(kMigrated, out_.method, header));
        return compare_again(again, ran.changes, plain.changes);
    }

    /// What a block of the old runtime changes to the same value.
    static bool is_ordinary(const state::StateChanges& changes, const StateKey& key, const Write& write) {
        const state::ChangeSet* set = &changes.top;
        if (key.child) {
            const auto child = changes.children.find(*key.child);
            if (child == changes.children.end()) return false;
            set = &child->second;
        }
        const auto found = set->find(key.key);
        return found != set->end() && found->second == write.after;
    }

    /// `first`: what the first run wrote; the entries that every block writes anew are the same in both. `plain`: what
    /// a block without migrations writes after the first run.
    Result<void, std::string> compare_again(const Ran& again, const state::StateChanges& first,
                                            const state::StateChanges& plain) {
        out_.not_idempotent.emplace();
        if (!again.error.empty()) {
            out_.notes.push_back("the migrations fail if they run once more: " + again.error);
            return {};
        }
        TRY_ASSIGN(const auto migrated, open(kMigrated));
        TRY_ASSIGN(auto writes, writes_of(*migrated, again.changes));
        for (auto& [key, write] : writes) {
            // Counters of the block itself begin with what the block before left.
            const bool is_of_system =
                !key.child && key.key.size() >= 16 &&
                std::ranges::equal(BytesView(key.key).first(16),
                                   BytesView(metadata::item_prefix("System", "Number")).first(16));
            const bool is_migrated = first.top.empty() || out_.writes.contains(key);
            if (!is_of_system && is_migrated && !is_ordinary(plain, key, write))
                out_.not_idempotent->emplace(key, std::move(write));
        }
        return {};
    }

    /// No metadata says which version of its storage a pallet's code reads, but a genesis that the new runtime builds
    /// has them all. Source: frame_support::traits::StorageVersion (`:__STORAGE_VERSION__:`),
    /// frame_support::genesis_builder_helper
    Result<void, std::string> compare_storage_versions() {
        chain::RuntimeGenesis plan;
        plan.config.text = "{}";
        plan.code = code_;
        const auto genesis = chain::build_genesis(plan, executor_);
        if (!genesis) {
            out_.notes.push_back("whether a storage version is behind is not known: " + genesis.error().reason);
            return {};
        }
        constexpr size_t kHashSize = 16;
        const Bytes item = metadata::item_prefix("", ":__STORAGE_VERSION__:");
        TRY_ASSIGN(const auto state, open(kMigrated));
        for (size_t i = 0; i < genesis->top.size(); ++i) {
            const auto [key, value] = genesis->top[i];
            if (key.size() != item.size() || !equal(key.subspan(kHashSize), BytesView(item).subspan(kHashSize)))
                continue;
            const auto in_code = scale::decode<uint16_t>(value);
            const auto found = state->get(Area::top(), key);
            if (!found) return Err(found.error().reason);
            const auto stored =
                *found ? scale::decode<uint16_t>(**found) : Result<uint16_t, scale::DecodeError>(uint16_t{0});
            if (!in_code || (stored && *stored == *in_code)) continue;
            out_.versions_behind.push_back({pallet_of(key), stored ? *stored : uint16_t{0}, *in_code});
        }
        return {};
    }
    /// By the hash that begins the keys of a pallet.
    std::string pallet_of(BytesView key) const {
        const BytesView prefix = key.first(16);
        if (out_.new_metadata != nullptr) {
            for (const auto& pallet : out_.new_metadata->model().pallets) {
                const std::string_view name = pallet.storage ? pallet.storage->prefix : pallet.name;
                if (equal(BytesView(metadata::item_prefix(name, "")).first(16), prefix)) return std::string(name);
            }
        }
        return to_hex_prefixed(prefix);
    }

    Result<void, std::string> read_weight() {
        TRY_ASSIGN(const auto state, open(kMigrated));
        const auto value = state->get(Area::top(), metadata::item_prefix("System", "BlockWeight"));
        if (!value) return Err(value.error().reason);
        const auto classes = *value ? scale::decode<std::array<Weight, 3>>(**value)
                                    : Result<std::array<Weight, 3>, scale::DecodeError>(std::array<Weight, 3>());
        if (!classes) return {};
        for (const Weight& one : *classes) {
            out_.ref_time_ps += one.ref_time_ps.value;
            out_.proof_size += one.proof_size.value;
        }
        return {};
    }

    executor::Executor& executor_;
    state::ForkedStates states_;
    const Header& parent_;
    Bytes code_;
    const std::function<uint64_t()>& now_ns_;
    UpgradeReport out_;
};

}  // namespace

Result<UpgradeReport, std::string> try_runtime(executor::Executor& executor,
                                               const std::shared_ptr<state::Origin>& state,
                                               const primitives::Header& parent, BytesView code,
                                               const std::function<uint64_t()>& now_ns) {
    return Trial(executor, state, parent, code, now_ns).run();
}

}  // namespace serinus::fork
