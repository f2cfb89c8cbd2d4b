#include "tools/query/question.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "metadata/names.hpp"
#include "metadata/shower.hpp"
#include "metadata/storage_hasher.hpp"
#include "runtime_api/view_functions.hpp"
#include "tools/compose/text_parts.hpp"

namespace serinus::query {
namespace {

namespace json = boost::json;

using compose::TextReader;
using metadata::Api;
using metadata::ApiMethod;
using metadata::Argument;
using metadata::Constant;
using metadata::Entry;
using metadata::MapEntry;
using metadata::Metadata;
using metadata::Pallet;
using metadata::PlainEntry;
using metadata::Shower;
using metadata::Tuple;
using metadata::ViewFunction;

/// Ours: keys that are asked for at a time.
constexpr size_t kPageEntries = 256;

template <class T>
const T* find_named(const std::vector<T>& all, std::string_view name) {
    const auto found = std::ranges::find_if(all, [&](const T& one) { return metadata::is_same_name(one.name, name); });
    return found == all.end() ? nullptr : &*found;
}

Result<uint32_t, std::string> key_type(const Metadata& metadata, const MapEntry& map, size_t index) {
    if (map.hashers.size() == 1) return map.key.value;
    const auto* type = metadata.find_type(map.key);
    const auto* tuple = type == nullptr ? nullptr : std::get_if<Tuple>(&type->definition);
    ENSURE(tuple != nullptr && tuple->types.size() == map.hashers.size(),
           std::string("the metadata describes a map of an unknown kind"));
    return tuple->types[index].value;
}

/// One question with all it needs.
class Asking {
  public:
    Asking(StateReader& state, TextReader& reader, const std::vector<std::string>& words,
           const QuestionOptions& options)
        : state_(state), reader_(reader), words_(words), options_(options), metadata_(reader.metadata()) {}

    Result<Answer, std::string> of_entry(const Pallet& pallet, const Entry& entry) {
        answer_.subject = std::string(pallet.name) + "." + std::string(entry.name);
        const auto* map = std::get_if<MapEntry>(&entry.type);
        const size_t key_count = map == nullptr ? 0 : map->hashers.size();
        ENSURE(words_.size() - 1 <= key_count, answer_.subject + " has " + std::to_string(key_count) + " keys, not " +
                                                   std::to_string(words_.size() - 1));
        Bytes key = metadata::item_prefix(pallet.storage->prefix, entry.name);
        for (size_t i = 1; i < words_.size(); ++i) {
            TRY_ASSIGN(const uint32_t type, key_type(metadata_, *map, i - 1));
            auto bytes = reader_.read_value(type, "", words_[i]);
            if (!bytes) {
                return Err("key " + std::to_string(i) + " (" + compose::type_text(metadata_, type) +
                           "): " + bytes.error());
            }
            const auto hashed = metadata::hash_key(map->hashers[i - 1], *bytes);
            ENSURE(hashed, std::string("the metadata describes a map of an unknown kind"));
            append(key, *hashed);
        }
        if (words_.size() - 1 < key_count) {
            TRY(add_entries(key));
        } else {
            TRY_ASSIGN(const auto value, state_.storage(key));
            answer_.value = shown(entry, value);
        }
        return std::move(answer_);
    }

    Result<Answer, std::string> of_constant(const Pallet& pallet, const Constant& constant) {
        ENSURE(words_.size() == 1, std::string("a constant has no keys"));
        answer_.subject = std::string(pallet.name) + "." + std::string(constant.name);
        answer_.value = shown(constant.type, constant.value);
        return std::move(answer_);
    }

    Result<Answer, std::string> of_method(const Api& api, const ApiMethod& method) {
        answer_.subject = std::string(api.name) + "." + std::string(method.name);
        TRY_ASSIGN(const Bytes arguments, arguments_of(method.inputs));
        const std::string function = std::string(api.name) + "_" + std::string(method.name);
        TRY_ASSIGN(const Bytes result, state_.call_runtime(function, arguments));
        answer_.value = shown(method.output, result);
        return std::move(answer_);
    }

    Result<Answer, std::string> of_view(const Pallet& pallet, const ViewFunction& view) {
        answer_.subject = std::string(pallet.name) + "." + std::string(view.name);
        TRY_ASSIGN(Bytes arguments, arguments_of(view.inputs));
        const auto& call = runtime_api::view_functions::kExecute;
        TRY_ASSIGN(const Bytes result, state_.call_runtime(call.name, call.encode(view.id, arguments)));
        const auto decoded = call.decode(result);
        if (!decoded) return Err(decoded.error().to_string());
        const auto* value = std::get_if<0>(&decoded->result);
        ENSURE(value != nullptr, "the runtime does not answer " + answer_.subject);
        answer_.value = shown(view.output, *value);
        return std::move(answer_);
    }

  private:
    Shower shower() const { return Shower(metadata_, {.address_prefix = reader_.units().prefix}); }

    json::value shown(uint32_t type, BytesView bytes) const {
        auto value = shower().show(type, bytes);
        return value ? *std::move(value) : json::value(to_hex_prefixed(bytes));
    }
    json::value shown(const Entry& entry, const std::optional<Bytes>& value) const {
        constexpr uint8_t kHasDefault = 1;
        const auto* map = std::get_if<MapEntry>(&entry.type);
        const uint32_t type = map != nullptr ? map->value.value : std::get<PlainEntry>(entry.type).value.value;
        if (value) return shown(type, *value);
        return entry.modifier == kHasDefault ? shown(type, entry.default_value) : json::value(nullptr);
    }

    Result<Bytes, std::string> arguments_of(const std::vector<Argument>& inputs) {
        std::string names;
        for (const Argument& one : inputs) {
            names += (names.empty() ? "" : ", ") + std::string(one.name) + " (" +
                     compose::type_text(metadata_, one.type) + ")";
        }
        ENSURE(words_.size() == inputs.size() + 1,
               answer_.subject + (names.empty() ? std::string(" takes no arguments") : " takes " + names));
        Bytes out;
        for (size_t i = 0; i < inputs.size(); ++i) {
            auto bytes = reader_.read_value(inputs[i].type, "", words_[i + 1]);
            if (!bytes) {
                return Err(std::string(inputs[i].name) + " (" + compose::type_text(metadata_, inputs[i].type) +
                           "): " + bytes.error());
            }
            append(out, *bytes);
        }
        return out;
    }

    Result<void, std::string> add_entries(const Bytes& prefix) {
        answer_.is_map = true;
        Bytes after;
        while (answer_.entries.size() < options_.max_entries) {
            const size_t count = std::min(kPageEntries, options_.max_entries - answer_.entries.size());
            TRY_ASSIGN(const auto keys, state_.keys(prefix, after, count));
            std::vector<std::optional<Bytes>> values(keys.size());
            if (!options_.keys_only) values = TRY(state_.values(keys));
            for (size_t i = 0; i < keys.size(); ++i) {
                Shower of = shower();
                auto key = of.show_key(keys[i]);
                answer_.entries.push_back(
                    {std::move(key.keys), values[i] ? of.show_value_of(keys[i], *values[i]) : json::value(nullptr)});
            }
            if (keys.size() < count) return {};
            after = keys.back();
        }
        answer_.is_cut = !TRY(state_.keys(prefix, after, 1)).empty();
        return {};
    }

    StateReader& state_;
    TextReader& reader_;
    const std::vector<std::string>& words_;
    const QuestionOptions& options_;
    const Metadata& metadata_;
    Answer answer_;
};

template <class T>
void add_names(std::vector<std::string>& out, const std::vector<T>& all) {
    for (const T& one : all) out.emplace_back(one.name);
}

std::vector<std::string> names_of(const Pallet& pallet) {
    std::vector<std::string> out;
    if (pallet.storage) add_names(out, pallet.storage->entries);
    add_names(out, pallet.constants);
    add_names(out, pallet.view_functions);
    return out;
}

std::string arguments_text(const Metadata& metadata, const std::vector<Argument>& inputs) {
    std::string out;
    for (const Argument& one : inputs) out += (out.empty() ? "" : ", ") + compose::type_text(metadata, one.type);
    return "(" + out + ")";
}

std::string entry_text(const Metadata& metadata, const Entry& entry) {
    const auto* map = std::get_if<MapEntry>(&entry.type);
    if (map == nullptr) return compose::type_text(metadata, std::get<PlainEntry>(entry.type).value);
    return compose::type_text(metadata, map->key) + " → " + compose::type_text(metadata, map->value);
}

}  // namespace

Result<Answer, std::string> ask(StateReader& state, TextReader& reader, const std::vector<std::string>& words,
                                const QuestionOptions& options) {
    const Metadata& metadata = reader.metadata();
    const std::string_view first = words.empty() ? std::string_view() : std::string_view(words[0]);
    const size_t point = first.find('.');
    ENSURE(point != first.npos, std::string("write pallet.item, pallet.constant or api.method; `serinus query` alone "
                                            "lists the pallets"));
    const std::string_view owner = first.substr(0, point), name = first.substr(point + 1);
    Asking asking(state, reader, words, options);
    if (const Pallet* pallet = find_named(metadata.model().pallets, owner)) {
        if (pallet->storage) {
            if (const auto* entry = find_named(pallet->storage->entries, name)) return asking.of_entry(*pallet, *entry);
        }
        if (const auto* constant = find_named(pallet->constants, name)) return asking.of_constant(*pallet, *constant);
        if (const auto* view = find_named(pallet->view_functions, name)) return asking.of_view(*pallet, *view);
        return Err("the pallet " + std::string(pallet->name) + " has neither an item nor a constant `" +
                   std::string(name) + "`" + compose::suggestion(name, names_of(*pallet)) + " `serinus query " +
                   std::string(owner) + "` lists what it has");
    }
    if (const Api* api = find_named(metadata.model().apis, owner)) {
        if (const auto* method = find_named(api->methods, name)) return asking.of_method(*api, *method);
        std::vector<std::string> names;
        add_names(names, api->methods);
        return Err("the API " + std::string(api->name) + " has no function `" + std::string(name) + "`" +
                   compose::suggestion(name, names) + " `serinus query " + std::string(owner) +
                   "` lists its functions");
    }
    std::vector<std::string> names;
    add_names(names, metadata.model().pallets);
    add_names(names, metadata.model().apis);
    return Err("the chain has neither a pallet nor an API `" + std::string(owner) + "`" +
               compose::suggestion(owner, names) + " `serinus query` alone lists them");
}

Result<std::string, std::string> list_of(const Metadata& metadata, std::string_view name) {
    std::string out;
    if (name.empty()) {
        for (const Pallet& one : metadata.model().pallets) out += std::string(one.name) + "\n";
        for (const Api& one : metadata.model().apis) out += std::string(one.name) + "\n";
        return out;
    }
    if (const Api* api = find_named(metadata.model().apis, name)) {
        for (const ApiMethod& one : api->methods) {
            out += std::string(one.name) + " " + arguments_text(metadata, one.inputs) + " → " +
                   compose::type_text(metadata, one.output) + "\n";
        }
        return out;
    }
    TRY_ASSIGN(const Pallet* pallet, compose::find_pallet_of(metadata, name));
    if (pallet->storage) {
        for (const Entry& one : pallet->storage->entries) {
            out += "item     " + std::string(one.name) + "  " + entry_text(metadata, one) + "\n";
        }
    }
    for (const Constant& one : pallet->constants) {
        out += "constant " + std::string(one.name) + "  " + compose::type_text(metadata, one.type) + "\n";
    }
    for (const ViewFunction& one : pallet->view_functions) {
        out += "function " + std::string(one.name) + " " + arguments_text(metadata, one.inputs) + " → " +
               compose::type_text(metadata, one.output) + "\n";
    }
    return out;
}

}  // namespace serinus::query
