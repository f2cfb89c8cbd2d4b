#include "governance/dry_run.hpp"

#include <boost/json.hpp>
#include <set>

#include "base/hex.hpp"
#include "governance/agenda.hpp"
#include "governance/origin.hpp"
#include "hashing/hashing.hpp"
#include "primitives/header.hpp"
#include "runtime_api/core.hpp"
#include "runtime_api/newest_metadata.hpp"
#include "runtime_api/on_state.hpp"
#include "runtime_api/transaction_payment.hpp"

namespace serinus::governance {
namespace {

namespace json = boost::json;
using metadata::Metadata;
using metadata::Shower;
using state::Area;
using Kind = DryRunError::Kind;

using runtime_api::transaction_payment::Weight;
/// System.BlockWeight: of normal, operational and mandatory calls.
using BlockWeight = std::array<Weight, 3>;

json::object weight_json(uint64_t ref_time_ps, uint64_t proof_size) {
    return {{"refTime", ref_time_ps}, {"proofSize", proof_size}};
}

DryRunError error_of(const executor::CallError& error) {
    return {error.kind == executor::CallError::Kind::kInterrupted ? Kind::kInterrupted : Kind::kRuntime, error.reason};
}

auto request_error(std::string reason) { return Err(DryRunError{Kind::kRequest, std::move(reason)}); }
auto chain_error(std::string reason) { return Err(DryRunError{Kind::kChain, std::move(reason)}); }

/// A block that was begun, and what is in the state then.
struct BegunBlock {
    std::vector<Bytes> events;  ///< the records, encoded
    std::optional<BlockWeight> weight;
    state::StateChanges changes;
};

/// One dry run.
class Run {
  public:
    Run(executor::Executor& executor, const chain::LoadedRuntime& loaded, state::Backend& state,
        const chain::BlockId& parent, const DryRunRequest& request, const executor::CallContext& context,
        const Metadata& metadata)
        : executor_(executor),
          loaded_(loaded),
          state_(state),
          parent_(parent),
          request_(request),
          context_(context),
          metadata_(metadata),
          shower_(metadata, {.address_prefix = request.address_prefix}) {}

    Result<json::object, DryRunError> run() {
        const auto types = SchedulerTypes::find(metadata_);
        if (!types) return chain_error(types.error());
        const auto origin = encode_origin(metadata_, types->origin_type(), request_.origin);
        if (!origin) return request_error(origin.error());
        const auto shown_origin = Shower(metadata_, shower_options()).show(types->origin_type(), *origin);
        ENSURE(shown_origin, DryRunError{Kind::kRequest, "the encoded origin is none of this chain"});
        TRY(find_call());
        TRY_ASSIGN(json::value shown_call, show_call());

        TRY_ASSIGN(const BegunBlock with, begin_block(*types, *origin, true));
        TRY_ASSIGN(const BegunBlock without, begin_block(*types, *origin, false));
        json::object out;
        out["block"] = json::object{{"number", parent_.number}, {"hash", to_hex_prefixed(parent_.hash.bytes)}};
        out["proposal"] = json::object{{"hash", to_hex_prefixed(hashing::blake2b_256(call_).bytes)},
                                       {"length", call_.size()},
                                       {"call", std::move(shown_call)}};
        out["origin"] = *shown_origin;
        TRY(add_events(out, with, without));
        TRY(add_changes(out, with.changes, without.changes));
        add_weight(out, with, without);
        return out;
    }

  private:
    metadata::ShowOptions shower_options() const { return {.address_prefix = request_.address_prefix}; }

    /// The call itself, or that of the preimage.
    Result<void, DryRunError> find_call() {
        constexpr size_t kHashBytes = 32;
        call_ = request_.proposal;
        if (call_.size() != kHashBytes) return {};
        state::Overlay overlay(state_);
        auto preimage = find_preimage(metadata_, overlay, *Hash256::from(call_));
        if (!preimage) return Err(DryRunError{Kind::kRuntime, preimage.error()});
        is_noted_ = preimage->has_value();
        if (*preimage) call_ = **std::move(preimage);
        return {};
    }

    Result<json::value, DryRunError> show_call() {
        const auto type = metadata_.call_type();
        ENSURE(type, DryRunError{Kind::kChain, "the metadata does not say which type calls have"});
        auto shown = shower_.show(*type, call_);
        if (shown) return *std::move(shown);
        if (is_noted_) return request_error("the preimage is no call of this chain, or is too large to be shown");
        if (call_.size() == 32) return request_error("no preimage of this hash is noted, and the bytes are no call");
        return request_error("the bytes are no call of this chain, or one that is too large to be shown");
    }

    Result<BegunBlock, DryRunError> begin_block(const SchedulerTypes& types, BytesView origin, bool with_proposal) {
        state::Overlay overlay(state_);
        TRY(prepare(overlay, types, origin, with_proposal));
        // Without the items of a consensus engine: the block belongs to no slot, so no epoch changes in it.
        primitives::Header header;
        header.parent_hash = parent_.hash;
        header.number = parent_.number + 1;
        const auto begun = runtime_api::call({executor_, *loaded_.runtime, overlay, context_},
                                             runtime_api::core::kInitializeAnyBlock, header);
        if (!begun) return Err(error_of(begun.error()));
        BegunBlock out;
        TRY_ASSIGN(const Bytes events, read(overlay, "Events"));
        TRY(split_events(events, out.events));
        TRY_ASSIGN(const Bytes weight, read(overlay, "BlockWeight"));
        if (const auto decoded = scale::decode<BlockWeight>(weight)) out.weight = *decoded;
        out.changes = overlay.take_changes();
        return out;
    }

    Result<void, DryRunError> prepare(state::Overlay& overlay, const SchedulerTypes& types, BytesView origin,
                                      bool with_proposal) {
        constexpr size_t kMaxInlineBytes = 128;  // Observed: Kusama 1.0.0: BoundedInline of frame_support
        std::optional<Bytes> task;
        if (with_proposal) {
            const bool is_inline = !is_noted_ && call_.size() <= kMaxInlineBytes;
            if (!is_inline) {
                const Hash256 hash = hashing::blake2b_256(call_);
                const auto noted = is_noted_ ? std::optional<Bytes>(call_) : TRY(find_noted(overlay, hash));
                if (!noted) {
                    if (auto put = put_preimage(metadata_, overlay, call_); !put) return chain_error(put.error());
                }
                task = types.task(types.looked_up_call(hash, static_cast<uint32_t>(call_.size())), origin);
            } else {
                task = types.task(types.inline_call(call_), origin);
            }
        }
        const auto put =
            types.put_agenda(overlay, parent_.number + 1, task ? std::optional<BytesView>(*task) : std::nullopt);
        if (!put) return chain_error(put.error());
        return {};
    }

    Result<std::optional<Bytes>, DryRunError> find_noted(state::Overlay& overlay, const Hash256& hash) {
        auto noted = find_preimage(metadata_, overlay, hash);
        if (!noted) return Err(DryRunError{Kind::kRuntime, noted.error()});
        return *std::move(noted);
    }

    /// An item of System; empty if it is absent.
    static Result<Bytes, DryRunError> read(state::Overlay& overlay, std::string_view item) {
        const auto value = overlay.get(Area::top(), metadata::item_prefix("System", item));
        if (!value) return Err(DryRunError{Kind::kRuntime, value.error().reason});
        return *value ? to_bytes(**value) : Bytes();
    }

    std::optional<uint32_t> record_type() const {
        const auto* entry = metadata_.find_entry("System", "Events");
        const auto* plain = entry == nullptr ? nullptr : std::get_if<metadata::PlainEntry>(&entry->type);
        const auto* list = plain == nullptr ? nullptr : metadata_.find_bare_type(plain->value);
        const auto* sequence = list == nullptr ? nullptr : std::get_if<metadata::Sequence>(&list->definition);
        return sequence == nullptr ? std::nullopt : std::optional<uint32_t>(sequence->type.value);
    }

    Result<void, DryRunError> split_events(BytesView events, std::vector<Bytes>& out) const {
        const auto type = record_type();
        ENSURE(type, DryRunError{Kind::kChain, "the chain keeps no events that the metadata describes"});
        if (events.empty()) return {};
        Shower shower(metadata_, shower_options());
        scale::Decoder in(events);
        uint32_t count = 0;
        bool good = in.compact(count);
        for (uint32_t i = 0; good && i < count; ++i) {
            const uint8_t* const begin = in.position();
            good = shower.show_next(*type, in).has_value();
            if (good) out.emplace_back(begin, in.position());
        }
        ENSURE(good, DryRunError{Kind::kChain, "the events cannot be decoded by the metadata, or are too many"});
        return {};
    }

    /// {"pallet", "name", "fields"} of a record.
    json::object show_event(BytesView record) const {
        json::object out{{"pallet", ""}, {"name", ""}, {"fields", nullptr}};
        const auto shown = Shower(metadata_, shower_options()).show(*record_type(), record);
        const auto* fields = shown ? shown->if_object() : nullptr;
        const auto* event = fields == nullptr ? nullptr : fields->if_contains("event");
        if (event == nullptr || !event->is_object() || event->get_object().empty()) return out;
        const auto& pallet = *event->get_object().begin();
        out["pallet"] = pallet.key();
        if (pallet.value().is_object() && !pallet.value().get_object().empty()) {
            out["name"] = pallet.value().get_object().begin()->key();
            out["fields"] = pallet.value().get_object().begin()->value();
        } else {
            out["name"] = pallet.value();
        }
        return out;
    }

    /// Whether Scheduler says what became of the proposal: of the first task in the block's agenda.
    bool is_end_of_task(const json::object& event) const {
        if (event.at("pallet") != "Scheduler") return false;
        const auto& name = event.at("name");
        if (name != "Dispatched" && name != "CallUnavailable" && name != "PermanentlyOverweight") return false;
        const auto* fields = event.at("fields").if_object();
        const auto* task = fields == nullptr ? nullptr : fields->if_contains("task");
        return task != nullptr && *task == json::array{parent_.number + 1, 0};
    }

    Result<void, DryRunError> add_events(json::object& out, const BegunBlock& with, const BegunBlock& without) const {
        // The proposal's own events stand behind those that the block has anyway, and before that of its end.
        json::array events;
        json::object end;
        for (size_t i = 0; i < with.events.size() && end.empty(); ++i) {
            json::object event = show_event(with.events[i]);
            if (is_end_of_task(event)) {
                end = std::move(event);
            } else if (!events.empty() || i >= without.events.size() || without.events[i] != with.events[i]) {
                events.push_back(std::move(event));
            }
        }
        if (end.empty()) return chain_error("the chain's Scheduler did not run the proposal in the next block");
        out["outcome"] = end.at("name") == "PermanentlyOverweight" ? "too_heavy" : "not_run";
        if (end.at("name") == "Dispatched") {
            const auto& result = end.at("fields").get_object().at("result");
            const auto* error = result.is_object() ? result.get_object().if_contains("Err") : nullptr;
            out["outcome"] = error == nullptr ? "ok" : "failed";
            if (error != nullptr) out["error"] = *error;
        }
        out["events"] = std::move(events);
        return {};
    }

    static bool is_of_every_block(const Shower::ShownKey& key) {
        static const std::set<std::string_view> kItems = {"Events", "EventCount", "EventTopics", "BlockWeight",
                                                          "ExecutionPhase"};
        return key.pallet == "System" && kItems.contains(key.item);
    }

    Result<std::optional<Bytes>, DryRunError> value_in(Area area, BytesView key, const state::ChangeSet& changes) {
        if (const auto found = changes.find(to_bytes(key)); found != changes.end()) return found->second;
        auto value = state_.get(area, key);
        if (!value) return Err(DryRunError{Kind::kRuntime, value.error().reason});
        return *value ? std::optional(to_bytes(**value)) : std::nullopt;
    }

    Result<void, DryRunError> add_changes(json::object& out, const state::StateChanges& with,
                                          const state::StateChanges& without) {
        json::array changes;
        TRY(add_changes_of(changes, Area::top(), with.top, without.top));
        std::set<Bytes> children;
        for (const auto& [child, set] : with.children) children.insert(child);
        for (const auto& [child, set] : without.children) children.insert(child);
        static const state::ChangeSet kNothing;
        const auto of = [](const auto& all, const Bytes& child) -> const state::ChangeSet& {
            const auto found = all.find(child);
            return found == all.end() ? kNothing : found->second;
        };
        for (const Bytes& child : children) {
            TRY(add_changes_of(changes, Area::child(child), of(with.children, child), of(without.children, child)));
        }
        out["changes"] = std::move(changes);
        return {};
    }

    Result<void, DryRunError> add_changes_of(json::array& out, Area area, const state::ChangeSet& with,
                                             const state::ChangeSet& without) {
        std::set<Bytes> keys;
        for (const auto& [key, value] : with) keys.insert(key);
        for (const auto& [key, value] : without) keys.insert(key);
        for (const Bytes& key : keys) {
            TRY_ASSIGN(const auto before, value_in(area, key, without));
            TRY_ASSIGN(const auto after, value_in(area, key, with));
            if (before == after) continue;
            Shower shower(metadata_, shower_options());
            auto shown = area.is_top() ? shower.show_key(key) : Shower::ShownKey{"", to_hex_prefixed(key), {}};
            if (is_of_every_block(shown)) continue;
            const auto value = [&](const std::optional<Bytes>& bytes) -> json::value {
                if (!bytes) return nullptr;
                return area.is_top() ? shower.show_value_of(key, *bytes) : shower.show_bytes(*bytes);
            };
            json::object change{{"pallet", shown.pallet},        {"item", shown.item},
                                {"keys", std::move(shown.keys)}, {"key", to_hex_prefixed(key)},
                                {"before", value(before)},       {"after", value(after)}};
            if (!area.is_top()) change["child"] = to_hex_prefixed(area.child_key());
            out.push_back(std::move(change));
        }
        return {};
    }

    void add_weight(json::object& out, const BegunBlock& with, const BegunBlock& without) {
        json::object weight;
        if (const auto declared = declared_weight()) {
            weight["declared"] = weight_json(declared->ref_time_ps, declared->proof_size);
        }
        if (with.weight && without.weight) {
            const auto more = [&](auto member) {
                uint64_t out = 0;
                for (size_t i = 0; i < with.weight->size(); ++i) {
                    out += ((*with.weight)[i].*member).value - ((*without.weight)[i].*member).value;
                }
                return out;
            };
            weight["inBlock"] = weight_json(more(&Weight::ref_time_ps), more(&Weight::proof_size));
        }
        out["weight"] = std::move(weight);
    }

    std::optional<Weight> declared_weight() {
        const auto& query = runtime_api::transaction_payment::kQueryCallInfo;
        if (!query.versions.contains(loaded_.find_api(query.api()).value_or(0))) return std::nullopt;
        state::Overlay overlay(state_);
        const auto info = runtime_api::call({executor_, *loaded_.runtime, overlay, context_}, query, {call_},
                                            static_cast<uint32_t>(call_.size()));
        return info ? std::optional(info->weight) : std::nullopt;
    }

    executor::Executor& executor_;
    const chain::LoadedRuntime& loaded_;
    state::Backend& state_;
    const chain::BlockId parent_;
    const DryRunRequest& request_;
    const executor::CallContext& context_;
    const Metadata& metadata_;
    Shower shower_;
    Bytes call_;
    bool is_noted_ = false;  ///< the proposal is the hash of a preimage in the state
};

}  // namespace

Result<json::object, DryRunError> DryRunner::run(const chain::LoadedRuntime& loaded, state::Backend& state,
                                                 const chain::BlockId& parent, const DryRunRequest& request,
                                                 const executor::CallContext& context) {
    TRY_ASSIGN(const auto metadata, metadata_of(loaded, state, context));
    return Run(*executor_, loaded, state, parent, request, context, *metadata).run();
}

Result<std::shared_ptr<const Metadata>, DryRunError> DryRunner::metadata_of(const chain::LoadedRuntime& loaded,
                                                                            state::Backend& state,
                                                                            const executor::CallContext& context) {
    {
        const std::lock_guard lock(mutex_);
        if (runtime_ == loaded.runtime) return metadata_;
    }
    state::Overlay overlay(state);
    auto encoded = runtime_api::newest_metadata({*executor_, *loaded.runtime, overlay, context});
    if (!encoded) return Err(error_of(encoded.error()));
    auto decoded = Metadata::decode(*std::move(encoded));
    if (!decoded) return chain_error(decoded.error());
    const std::lock_guard lock(mutex_);
    runtime_ = loaded.runtime;
    metadata_ = *std::move(decoded);
    return metadata_;
}

}  // namespace serinus::governance
