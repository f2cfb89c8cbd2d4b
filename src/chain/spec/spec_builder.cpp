#include "chain/spec/spec_builder.hpp"

#include <charconv>

#include "base/hex.hpp"
#include "chain/spec/addresses.hpp"

namespace serinus::chain {
namespace {

bool is_identifier(std::string_view key) noexcept {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return !key.empty() && letter(key[0]) && std::ranges::all_of(key, [&](char c) { return letter(c) || digit(c); });
}

/// Long enough for any storage key that people look at, short enough for a terminal.
constexpr size_t kMaxShownBytes = 200;

std::string shown(std::string_view text) {
    if (text.size() <= kMaxShownBytes) return std::string(text);
    size_t end = kMaxShownBytes;
    while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xc0) == 0x80) --end;  // not within a character
    return std::string(text.substr(0, end)) + "…";
}

std::string_view without_prefix(std::string_view text) noexcept {
    return text.starts_with("0x") ? text.substr(2) : text;
}

/// Why `text` is not hex, if it is not.
std::optional<std::string> hex_complaint(std::string_view text) {
    const std::string_view digits = without_prefix(text);
    const auto bad = std::ranges::find_if(digits, [](char c) { return hex_digit(c) < 0; });
    if (bad != digits.end()) {
        const auto position = static_cast<size_t>(bad - digits.begin()) + (text.size() - digits.size()) + 1;
        return "not a hex digit at character " + std::to_string(position);
    }
    if (digits.size() % 2 != 0) return "an odd number of hex digits";
    return std::nullopt;
}

template <class T>
std::optional<T> parse_unsigned(std::string_view digits) noexcept {
    T value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string SpecBuilder::path() const {
    std::string out = "$";
    for (const Frame& frame : frames_) {
        if (frame.count == 0) break;  // nothing of it was read yet
        if (!frame.is_object) {
            out += "[" + std::to_string(frame.count - 1) + "]";
        } else if (is_identifier(frame.key)) {
            out += "." + shown(frame.key);
        } else {
            out += "[";
            append_json_string(out, shown(frame.key));
            out += "]";
        }
    }
    return out;
}

bool SpecBuilder::fail_at(std::string path, SpecFault fault, std::string reason) {
    if (!error_) error_ = SpecError{fault, std::move(path), std::move(reason)};
    return false;
}

bool SpecBuilder::fail(SpecFault fault, std::string reason) { return fail_at(path(), fault, std::move(reason)); }

/// A value of this type begins: where does it stand, and may it?
std::optional<Place> SpecBuilder::enter(JsonType type) {
    Place place = Place::kRoot;
    if (!frames_.empty()) {
        Frame& parent = frames_.back();
        if (parent.is_object) {
            place = parent.value;
        } else {
            place = element_of(parent.place, parent.count);
            if (keeping_ && parent.count > 0) kept_ += ',';
            ++parent.count;
        }
    }
    if (place == Place::kTooMany) {
        fail(SpecFault::kBadValue, "one element too many");
        return std::nullopt;
    }
    const Shape shape = shape_of(place);
    if ((shape.types & type) == 0) {
        fail(SpecFault::kWrongType, std::string("must be ") + shape.expected);
        return std::nullopt;
    }
    if (shape.kept && !keeping_) {
        keeping_ = true;
        kept_depth_ = frames_.size();
        kept_place_ = place;
        kept_.clear();
    }
    return place;
}

/// The value that enter() began is complete.
bool SpecBuilder::leave() {
    if (!keeping_ || frames_.size() != kept_depth_) return true;
    keeping_ = false;
    kept_.shrink_to_fit();
    return keep(kept_place_, JsonText{std::move(kept_)});
}

bool SpecBuilder::on_begin(bool object) {
    const auto place = enter(object ? kJsonObject : kJsonArray);
    if (!place) return false;
    if (keeping_) kept_ += object ? '{' : '[';
    if (*place == Place::kChild && !begin_child()) return false;
    if (*place == Place::kRaw && !set_genesis(RawGenesis{})) return false;
    if (*place == Place::kRuntimeGenesis && !set_genesis(RuntimeGenesis{})) return false;
    if (*place == Place::kRuntimeAndCode) {
        if (!set_genesis(RuntimeGenesis{.form = RuntimeGenesis::Form::kRuntimeAndCode, .config = {}, .code = {}})) {
            return false;
        }
    }
    if (*place == Place::kTelemetryEndpoints) spec_.telemetry_endpoints.emplace();
    if (*place == Place::kTelemetryEndpoint) spec_.telemetry_endpoints->emplace_back();
    if (*place == Place::kForkBlocks) spec_.fork_blocks.emplace();
    if (*place == Place::kForkBlock) spec_.fork_blocks->emplace_back();
    if (*place == Place::kBadBlocks) spec_.bad_blocks.emplace();
    frames_.push_back({.place = *place, .is_object = object, .key = {}, .keys = {}});
    return true;
}

bool SpecBuilder::on_end() {
    const Frame closed = std::move(frames_.back());
    frames_.pop_back();
    if (keeping_) kept_ += closed.is_object ? '}' : ']';
    return check_complete(closed) && leave();
}

bool SpecBuilder::check_complete(const Frame& closed) {
    const auto require = [&](std::initializer_list<std::string_view> fields) {
        for (const std::string_view field : fields) {
            if (closed.keys.contains(field)) continue;
            return fail(SpecFault::kMissingField, "the field \"" + std::string(field) + "\" is missing");
        }
        return true;
    };
    switch (closed.place) {
        case Place::kRoot:
            return require({"name", "id", "bootNodes", "genesis"});
        case Place::kChainType:
            return require({"Custom"});
        case Place::kTelemetryEndpoint:
        case Place::kForkBlock:
            return closed.count == 2 ||
                   fail(SpecFault::kBadValue, std::string("must be ") + shape_of(closed.place).expected);
        case Place::kRaw:
            if (closed.is_object) return require({"top"});
            return closed.count == 2 || fail(SpecFault::kBadValue, "must be the two objects [top, children]");
        case Place::kGenesis:
            return closed.count == 1 ||
                   fail(SpecFault::kMissingField,
                        "must have one of raw, stateRootHash, runtimeGenesis, runtime and runtimeAndCode");
        case Place::kRuntimeGenesis:
            return closed.keys.contains("config") != closed.keys.contains("patch") ||
                   fail(SpecFault::kMissingField, "must have either \"config\" or \"patch\"");
        case Place::kRuntimeAndCode:
            return require({"runtime", "code"});
        default:
            return true;
    }
}

bool SpecBuilder::on_key(std::string_view key) {
    Frame& frame = frames_.back();
    frame.key = key;
    ++frame.count;
    frame.value = field_of(frame.place, key);
    if (frame.value == Place::kUnknown) return fail(SpecFault::kUnknownField, "no such field is known here");
    if (shape_of(frame.place).fixed_keys && !frame.keys.emplace(key).second) {
        return fail(SpecFault::kDuplicate, "the field is there twice");
    }
    if (frame.place == Place::kGenesis && frame.count > 1) {
        return fail(SpecFault::kDuplicate, "there is another form of genesis before it");
    }
    if (keeping_) {
        if (frame.count > 1) kept_ += ',';
        append_json_string(kept_, key);
        kept_ += ':';
    }
    return true;
}

bool SpecBuilder::on_string(std::string_view text) {
    const auto place = enter(kJsonString);
    if (!place) return false;
    if (keeping_) append_json_string(kept_, text);
    return take_string(*place, text) && leave();
}

bool SpecBuilder::on_number(std::string_view digits) {
    const auto place = enter(kJsonNumber);
    if (!place) return false;
    if (keeping_) kept_ += digits;
    return take_number(*place, digits) && leave();
}

bool SpecBuilder::on_bool(bool value) {
    if (!enter(kJsonBool)) return false;
    if (keeping_) kept_ += value ? "true" : "false";
    return leave();
}

bool SpecBuilder::on_null() {
    if (!enter(kJsonNull)) return false;
    if (keeping_) kept_ += "null";
    return leave();
}

bool SpecBuilder::take_string(Place place, std::string_view text) {
    switch (place) {
        case Place::kName:
            return take_name(text, spec_.name);
        case Place::kId:
            return take_name(text, spec_.id);
        case Place::kChainType: {
            if (text == "Development") {
                spec_.chain_type.kind = ChainType::Kind::kDevelopment;
            } else if (text == "Local") {
                spec_.chain_type.kind = ChainType::Kind::kLocal;
            } else if (text != "Live") {
                return fail(SpecFault::kBadValue, std::string("must be ") + shape_of(place).expected);
            }
            return true;
        }
        case Place::kCustomChainType:
            spec_.chain_type.kind = ChainType::Kind::kCustom;
            return take_name(text, spec_.chain_type.custom_name);
        case Place::kBootNode: {
            if (text.size() > kMaxNameBytes) return fail(SpecFault::kTooLarge, "is longer than 1024 bytes");
            auto address = parse_boot_node(text);
            if (!address) return fail(SpecFault::kBadValue, address.error().reason);
            spec_.boot_nodes.push_back(*std::move(address));
            return true;
        }
        case Place::kTelemetryAddress: {
            if (text.size() > kMaxNameBytes) return fail(SpecFault::kTooLarge, "is longer than 1024 bytes");
            auto address = parse_telemetry_address(text);
            if (!address) return fail(SpecFault::kBadValue, address.error().reason);
            spec_.telemetry_endpoints->back().address = *std::move(address);
            return true;
        }
        case Place::kProtocolId:
            return take_name(text, spec_.protocol_id.emplace());
        case Place::kForkId:
            return take_name(text, spec_.fork_id.emplace());
        case Place::kForkBlockHash:
            return take_hash(text, spec_.fork_blocks->back().hash);
        case Place::kBadBlock:
            return take_hash(text, spec_.bad_blocks->emplace_back());
        case Place::kFinalizedBlockHeader:
            return take_hex(text, light_sync_state().finalized_block_header);
        case Place::kBabeEpochChanges:
            return take_hex(text, light_sync_state().babe_epoch_changes);
        case Place::kGrandpaAuthoritySet:
            return take_hex(text, light_sync_state().grandpa_authority_set);
        case Place::kCheckpointBytes:
            return hex(text).has_value();
        case Place::kCodeSubstitute: {
            const std::string& block = frames_.back().key;
            if (!parse_unsigned<uint64_t>(block) && !(without_prefix(block).size() == 64 && !hex_complaint(block))) {
                return fail(SpecFault::kBadValue, "the key must be a block number or a block hash");
            }
            CodeSubstitute& substitute = spec_.code_substitutes.emplace_back();
            substitute.block = block;
            return take_hex(text, substitute.code);
        }
        case Place::kTopValue:
            return take_pair(std::get<RawGenesis>(spec_.genesis).top, text);
        case Place::kChildValue:
            return take_pair(std::get<RawGenesis>(spec_.genesis).children.back().entries, text);
        case Place::kStateRootHash: {
            StateRootGenesis genesis;
            return take_hash(text, genesis.state_root) && set_genesis(genesis);
        }
        case Place::kRuntimeCode:
            return take_hex(text, std::get<RuntimeGenesis>(spec_.genesis).code);
        default:
            return true;
    }
}

bool SpecBuilder::take_number(Place place, std::string_view digits) {
    const auto refuse = [&] { return fail(SpecFault::kBadValue, std::string("must be ") + shape_of(place).expected); };
    if (place == Place::kTelemetryVerbosity) {
        const auto value = parse_unsigned<uint8_t>(digits);
        if (!value) return refuse();
        spec_.telemetry_endpoints->back().verbosity = *value;
    } else if (place == Place::kForkBlockNumber) {
        const auto value = parse_unsigned<uint64_t>(digits);
        if (!value) return refuse();
        spec_.fork_blocks->back().number = *value;
    } else if (place == Place::kBabeFinalizedBlockWeight) {
        const auto value = parse_unsigned<uint64_t>(digits);
        if (!value) return refuse();
        light_sync_state().babe_finalized_block_weight = *value;
    }
    return true;
}

/// A value that we keep as text is complete.
bool SpecBuilder::keep(Place place, JsonText value) {
    using Form = RuntimeGenesis::Form;
    switch (place) {
        case Place::kProperties:
            if (!value.is_null()) spec_.properties = std::move(value);
            return true;
        case Place::kLightSyncState:
            if (!value.is_null()) light_sync_state().json = std::move(value);
            return true;
        case Place::kExtension:
            spec_.extensions.push_back({frames_.back().key, std::move(value)});
            return true;
        case Place::kPlainRuntime:
            return set_genesis(RuntimeGenesis{.form = Form::kRuntime, .config = std::move(value), .code = {}});
        case Place::kRuntimeConfig:
        case Place::kRuntimePatch:
            std::get<RuntimeGenesis>(spec_.genesis).form =
                place == Place::kRuntimeConfig ? Form::kConfig : Form::kPatch;
            std::get<RuntimeGenesis>(spec_.genesis).config = std::move(value);
            return true;
        case Place::kRuntimeWithCode:
            std::get<RuntimeGenesis>(spec_.genesis).config = std::move(value);
            return true;
        default:
            return true;
    }
}

std::optional<Bytes> SpecBuilder::hex(std::string_view text) {
    auto bytes = from_hex(text);
    if (!bytes) {
        fail(SpecFault::kBadHex, hex_complaint(text).value_or("not hex"));
        return std::nullopt;
    }
    return *std::move(bytes);
}

bool SpecBuilder::take_hex(std::string_view text, Bytes& out) {
    auto bytes = hex(text);
    if (!bytes) return false;
    out = *std::move(bytes);
    return true;
}

bool SpecBuilder::take_hash(std::string_view text, Hash256& out) {
    if (const auto complaint = hex_complaint(text)) return fail(SpecFault::kBadHex, *complaint);
    if (without_prefix(text).size() != 64) return fail(SpecFault::kBadHex, "a hash has 64 hex digits");
    return from_hex_into(text, out.bytes).has_value();
}

bool SpecBuilder::take_name(std::string_view text, std::string& out) {
    if (text.size() > kMaxNameBytes) return fail(SpecFault::kTooLarge, "is longer than 1024 bytes");
    out = text;
    return true;
}

bool SpecBuilder::take_pair(StorageMap& map, std::string_view value) {
    const std::string_view key_digits = without_prefix(frames_.back().key);
    const std::string_view value_digits = without_prefix(value);
    if (key_digits.size() / 2 > kMaxStorageKeyBytes) {
        return fail(SpecFault::kTooLarge, "the key is longer than 32767 bytes, more than a trie node can say");
    }
    const StorageMap::Slot slot = map.append(key_digits.size() / 2, value_digits.size() / 2);
    if (!from_hex_into(frames_.back().key, slot.key)) {
        return fail(SpecFault::kBadHex, "the key is wrong: " + hex_complaint(frames_.back().key).value_or("not hex"));
    }
    if (!from_hex_into(value, slot.value)) return fail(SpecFault::kBadHex, hex_complaint(value).value_or("not hex"));
    return true;
}

bool SpecBuilder::begin_child() {
    const std::string& key = frames_.back().key;
    if (const auto complaint = hex_complaint(key)) return fail(SpecFault::kBadHex, "the key is wrong: " + *complaint);
    if (without_prefix(key).size() / 2 > kMaxStorageKeyBytes) {
        return fail(SpecFault::kTooLarge, "the key is longer than 32767 bytes, more than a trie node can say");
    }
    std::get<RawGenesis>(spec_.genesis).children.push_back({from_hex(key).value(), {}});
    return true;
}

bool SpecBuilder::set_genesis(Genesis genesis) {
    spec_.genesis = std::move(genesis);
    return true;
}

LightSyncState& SpecBuilder::light_sync_state() {
    if (!spec_.light_sync_state) spec_.light_sync_state.emplace();
    return *spec_.light_sync_state;
}

Result<ChainSpec, SpecError> SpecBuilder::finish() {
    const auto twice = [this](const std::string& path, BytesView key) {
        fail_at(path + "[\"" + shown(to_hex_prefixed(key)) + "\"]", SpecFault::kDuplicate, "the key is there twice");
    };
    std::ranges::sort(spec_.code_substitutes, {}, &CodeSubstitute::block);
    const auto same = std::ranges::adjacent_find(spec_.code_substitutes, {}, &CodeSubstitute::block);
    if (same != spec_.code_substitutes.end()) {
        std::string path = "$.codeSubstitutes[";
        append_json_string(path, same->block);
        fail_at(path + "]", SpecFault::kDuplicate, "the key is there twice");
    }
    if (auto* raw = std::get_if<RawGenesis>(&spec_.genesis)) {
        if (const auto key = raw->top.sort()) twice("$.genesis.raw.top", *key);
        for (ChildStorage& child : raw->children) {
            const std::string path = "$.genesis.raw.childrenDefault[\"" + shown(to_hex_prefixed(child.key)) + "\"]";
            if (const auto key = child.entries.sort()) twice(path, *key);
        }
        std::ranges::sort(raw->children, [](const auto& a, const auto& b) { return compare(a.key, b.key) < 0; });
        const auto child =
            std::ranges::adjacent_find(raw->children, [](const auto& a, const auto& b) { return a.key == b.key; });
        if (child != raw->children.end()) twice("$.genesis.raw.childrenDefault", child->key);
    }
    if (error_) return Err(*error_);
    return std::move(spec_);
}

}  // namespace serinus::chain
