#include "governance/agenda.hpp"

#include "base/bytes.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::governance {
namespace {

using metadata::Case;
using metadata::Cases;
using metadata::Composite;
using metadata::Field;
using metadata::Item;
using metadata::MapEntry;
using metadata::Metadata;
using state::Area;

constexpr uint8_t kNone = 0;  ///< of an Option

const Case* find_case(const Metadata& metadata, uint32_t type, std::string_view name) {
    const auto* found = metadata.find_type(type);
    const auto* cases = found == nullptr ? nullptr : std::get_if<Cases>(&found->definition);
    if (cases == nullptr) return nullptr;
    const auto one = std::ranges::find(cases->cases, name, &Case::name);
    return one == cases->cases.end() ? nullptr : &*one;
}

std::optional<Item> find_item(const Metadata& metadata, std::string_view pallet, std::string_view entry) {
    const auto* found = metadata.find_pallet(pallet);
    const auto* item = metadata.find_entry(pallet, entry);
    return item == nullptr ? std::nullopt : std::optional(Item{found, item});
}

bool is_map(const Item& item) { return std::holds_alternative<MapEntry>(item.entry->type); }

Bytes preimage_id(const Hash256& hash, uint32_t length) { return concat(hash.bytes, scale::encode(length)); }

}  // namespace

Result<SchedulerTypes, std::string> SchedulerTypes::find(const Metadata& metadata) {
    SchedulerTypes out;
    out.metadata_ = &metadata;
    const auto agenda = find_item(metadata, "Scheduler", "Agenda");
    ENSURE(agenda && is_map(*agenda), std::string("the chain has no pallet Scheduler, which enacts proposals"));
    const std::string other_shape = "the tasks of this chain's Scheduler have a shape that is not known";
    const auto* list = metadata.find_bare_type(std::get<MapEntry>(agenda->entry->type).value);
    const auto* sequence = list == nullptr ? nullptr : std::get_if<metadata::Sequence>(&list->definition);
    ENSURE(sequence != nullptr, other_shape);
    const Case* const some = find_case(metadata, sequence->type, "Some");
    ENSURE(some != nullptr && some->fields.size() == 1, other_shape);
    const auto* task = metadata.find_type(some->fields[0].type);
    out.task_ = task == nullptr ? nullptr : std::get_if<Composite>(&task->definition);
    ENSURE(out.task_ != nullptr, other_shape);
    for (const Field& field : out.task_->fields) {
        const auto name = field.name.value_or("");
        if (name == "origin") out.origin_ = &field;
        if (name != "call") continue;
        out.inline_ = find_case(metadata, field.type, "Inline");
        out.lookup_ = find_case(metadata, field.type, "Lookup");
    }
    ENSURE(out.origin_ != nullptr && out.inline_ != nullptr && out.lookup_ != nullptr, other_shape);
    return out;
}

Bytes SchedulerTypes::task(BytesView bounded_call, BytesView origin) const {
    constexpr uint8_t kEnactmentPriority = 63;  ///< Observed: Kusama 1.0.0: pallet_referenda's schedule_enactment
    Bytes out;
    for (const Field& field : task_->fields) {
        const auto name = field.name.value_or("");
        if (name == "call") {
            append(out, bounded_call);
        } else if (name == "origin") {
            append(out, origin);
        } else if (name == "priority") {
            out.push_back(kEnactmentPriority);
        } else if (!name.starts_with("_")) {
            out.push_back(kNone);  // maybe_id, maybe_periodic
        }
    }
    return out;
}

Bytes SchedulerTypes::inline_call(BytesView call) const { return concat(Bytes{inline_->index}, scale::encode(call)); }

Bytes SchedulerTypes::looked_up_call(const Hash256& hash, uint32_t length) const {
    return concat(Bytes{lookup_->index}, preimage_id(hash, length));
}

Result<void, std::string> SchedulerTypes::put_agenda(state::Overlay& state, primitives::BlockNumber block,
                                                     std::optional<BytesView> task) const {
    // Agendas that were not finished come before that of the block.
    if (const auto unfinished = find_item(*metadata_, "Scheduler", "IncompleteSince")) {
        state.remove(Area::top(), metadata::item_prefix(unfinished->pallet->storage->prefix, unfinished->entry->name));
    }
    const Bytes number = scale::encode(block);
    const BytesView keys[] = {number};
    const auto key = metadata::map_key(*find_item(*metadata_, "Scheduler", "Agenda"), keys);
    ENSURE(key, std::string("the agendas of this chain's Scheduler have keys that are not known"));
    if (task) {
        constexpr uint8_t kOneElement = 1 << 2, kSome = 1;
        state.put(Area::top(), *key, concat(Bytes{kOneElement, kSome}, *task));
    } else {
        state.remove(Area::top(), *key);
    }
    return {};
}

Result<std::optional<Bytes>, std::string> find_preimage(const Metadata& metadata, state::Overlay& state,
                                                        const Hash256& hash) {
    const auto item = find_item(metadata, "Preimage", "PreimageFor");
    if (!item) return std::optional<Bytes>();
    const Bytes prefix = concat(metadata::item_prefix(item->pallet->storage->prefix, item->entry->name), hash.bytes);
    const auto key = state.next_key(Area::top(), prefix);
    if (!key) return Err(key.error().reason);
    const bool is_there = *key && (*key)->size() == prefix.size() + sizeof(uint32_t) &&
                          std::equal(prefix.begin(), prefix.end(), (*key)->begin());
    if (!is_there) return std::optional<Bytes>();
    const auto value = state.get(Area::top(), **key);
    if (!value) return Err(value.error().reason);
    if (!*value) return std::optional<Bytes>();
    auto call = scale::decode<Bytes>(**value);
    if (!call) return Err(std::string("the preimage in the state cannot be decoded"));
    return std::optional<Bytes>(*std::move(call));
}

Result<void, std::string> put_preimage(const Metadata& metadata, state::Overlay& state, BytesView call) {
    const std::string other_shape =
        "the chain has no pallet Preimage whose items are known: calls above 128 bytes need it";
    const auto bytes_item = find_item(metadata, "Preimage", "PreimageFor");
    auto status_item = find_item(metadata, "Preimage", "RequestStatusFor");
    if (!status_item) status_item = find_item(metadata, "Preimage", "StatusFor");
    ENSURE(bytes_item && status_item && is_map(*bytes_item) && is_map(*status_item), other_shape);

    const Hash256 hash = hashing::blake2b_256(call);
    const Bytes id = preimage_id(hash, static_cast<uint32_t>(call.size()));
    const BytesView bytes_keys[] = {id}, status_keys[] = {hash.bytes};
    const auto bytes_key = metadata::map_key(*bytes_item, bytes_keys);
    const auto status_key = metadata::map_key(*status_item, status_keys);
    const Case* const requested = find_case(metadata, std::get<MapEntry>(status_item->entry->type).value, "Requested");
    ENSURE(bytes_key && status_key && requested != nullptr, other_shape);

    constexpr uint8_t kSome = 1;
    Bytes status = {requested->index};
    for (const Field& field : requested->fields) {
        const auto name = field.name.value_or("");
        if (name == "count") {
            append(status, scale::encode(uint32_t{1}));
        } else if (name == "len" || name == "maybe_len") {
            append(status, concat(Bytes{kSome}, scale::encode(static_cast<uint32_t>(call.size()))));
        } else {
            status.push_back(kNone);  // the deposit
        }
    }
    state.put(Area::top(), *bytes_key, scale::encode(call));
    state.put(Area::top(), *status_key, status);
    return {};
}

}  // namespace serinus::governance
