// Calls: found by their names, read from words, described.
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "metadata/names.hpp"
#include "metadata/primitive_kind.hpp"
#include "metadata/shower.hpp"
#include "metadata/value_encoder.hpp"
#include "tools/compose/text_parts.hpp"
#include "tools/compose/text_reader.hpp"

namespace serinus::compose {
namespace {

namespace json = boost::json;

using metadata::Case;
using metadata::Cases;
using metadata::Field;
using metadata::Metadata;
using metadata::Pallet;
using metadata::Type;

/// As people write it: TransactionPayment is transaction_payment.
std::string snake_case(std::string_view name) {
    std::string out;
    for (size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool is_upper = c >= 'A' && c <= 'Z';
        const bool begins_word = is_upper && i > 0 && !(name[i - 1] >= 'A' && name[i - 1] <= 'Z');
        if (begins_word && !out.ends_with('_')) out += '_';
        out += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

const Cases* calls_of(const Metadata& metadata, const Pallet& pallet) {
    const Type* const type = pallet.calls ? metadata.find_type(*pallet.calls) : nullptr;
    return type == nullptr ? nullptr : std::get_if<Cases>(&type->definition);
}

/// The first ones, divided by commas.
std::string listed(const std::vector<std::string>& names) {
    constexpr size_t kMost = 60;
    std::string out;
    for (size_t i = 0; i < std::min(names.size(), kMost); ++i) out += (i == 0 ? "" : ", ") + names[i];
    return names.size() > kMost ? out + ", …" : out;
}

bool is_option(const Metadata& metadata, uint32_t type) {
    const Type* const found = metadata.find_type(type);
    return found != nullptr && !found->path.empty() && found->path.back() == "Option";
}

std::string joined_docs(const metadata::Texts& docs) {
    std::string out;
    for (const auto line : docs) {
        const std::string_view text = trimmed(line);
        if (text.empty() && !out.empty()) break;  // the first paragraph
        if (!text.empty()) out += (out.empty() ? "" : " ") + std::string(text);
    }
    return out;
}

/// "dest=//Bob": the argument's number, and its text; nullopt: no argument has this name.
std::optional<std::pair<size_t, std::string_view>> named_argument(const std::vector<Field>& fields,
                                                                  std::string_view word) {
    const size_t equals = word.find('=');
    if (equals == word.npos || equals == 0) return std::nullopt;
    for (size_t i = 0; i < fields.size(); ++i) {
        if (metadata::is_same_name(fields[i].name.value_or(""), word.substr(0, equals))) {
            return std::pair(i, word.substr(equals + 1));
        }
    }
    return std::nullopt;
}

/// "1.5" "KSM" is one amount, though a shell makes two words of it.
void join_units(std::vector<std::string>& words, std::string_view symbol) {
    for (size_t i = 1; i + 1 < words.size(); ++i) {
        const std::string_view number = std::string_view(words[i]).substr(words[i].find('=') + 1);
        const bool is_number = !number.empty() && number.find_first_not_of("0123456789._") == number.npos;
        if (!is_number || !metadata::is_same_name(words[i + 1], symbol)) continue;
        words[i] += words[i + 1];
        words.erase(words.begin() + static_cast<ptrdiff_t>(i) + 1);
    }
}

}  // namespace

Result<const Pallet*, std::string> find_pallet_of(const Metadata& metadata, std::string_view name) {
    std::vector<std::string> names;
    for (const Pallet& one : metadata.model().pallets) {
        if (metadata::is_same_name(one.name, name)) return &one;
        names.push_back(snake_case(one.name));
    }
    return Err("the chain has no pallet `" + std::string(name) + "`" + suggestion(snake_case(name), names) +
               " It has " + listed(names));
}

Result<FoundCall, std::string> find_call(const Metadata& metadata, std::string_view name) {
    const size_t point = name.find('.');
    TRY_ASSIGN(const Pallet* pallet, find_pallet_of(metadata, name.substr(0, point)));
    const Cases* const calls = calls_of(metadata, *pallet);
    const std::string pallet_name = snake_case(pallet->name);
    if (calls == nullptr) return Err("the pallet " + pallet_name + " has no calls");
    std::vector<std::string> names;
    const std::string_view wanted = point == name.npos ? std::string_view() : name.substr(point + 1);
    for (const Case& one : calls->cases) {
        if (!wanted.empty() && metadata::is_same_name(one.name, wanted)) return FoundCall{pallet, &one};
        names.emplace_back(one.name);
    }
    std::ranges::sort(names);
    if (wanted.empty()) return Err("which call of " + pallet_name + "? It has " + listed(names));
    return Err("no call `" + std::string(wanted) + "` in " + pallet_name + suggestion(wanted, names) + " It has " +
               listed(names));
}

Result<Bytes, std::string> TextReader::encoded_call(std::string_view text) const {
    const bool is_file = text.starts_with('@');
    const Bytes content = is_file ? TRY(read_file_(std::string(text.substr(1)))) : to_bytes(as_bytes(text));
    auto bytes = from_hex(trimmed(as_text(content)));
    if (!bytes) {
        return Err((is_file ? std::string(text.substr(1)) : std::string("the encoded call")) +
                   " is no hex: " + to_string(bytes.error()));
    }
    return *std::move(bytes);
}

Result<Bytes, std::string> TextReader::read_call(std::vector<std::string> words) {
    const auto call_type = metadata_->call_type();
    if (!call_type) return Err(std::string("the metadata does not say which type calls have"));
    if (words.empty()) {
        return Err(std::string("which call? Write one such as balances.transfer_keep_alive and its arguments"));
    }
    if (words.size() == 1 && (words[0].starts_with("0x") || words[0].starts_with('@'))) {
        TRY_ASSIGN(Bytes call, encoded_call(words[0]));
        if (!metadata::Shower(*metadata_).show(*call_type, call)) {
            return Err(std::string("the bytes are no call of this chain, or too many to be decoded"));
        }
        return call;
    }
    TRY_ASSIGN(const FoundCall found, find_call(*metadata_, words[0]));
    join_units(words, units_.symbol);
    const auto& fields = found.call->fields;
    std::vector<std::optional<std::string_view>> texts(fields.size());
    size_t next = 0;
    const auto refuse = [&](std::string reason) {
        return Err(std::move(reason) + "\n" + describe_call(*metadata_, found));
    };
    for (size_t i = 1; i < words.size(); ++i) {
        const auto named = named_argument(fields, words[i]);
        while (!named && next < fields.size() && texts[next]) ++next;
        const size_t place = named ? named->first : next;
        if (place >= fields.size()) return refuse("`" + words[i] + "` is one argument too many");
        if (texts[place])
            return refuse("the argument " + std::string(fields[place].name.value_or("")) + " is given twice");
        texts[place] = named ? named->second : std::string_view(words[i]);
    }
    Bytes out{found.pallet->index, found.call->index};
    for (size_t i = 0; i < fields.size(); ++i) {
        const Field& field = fields[i];
        const std::string name(field.name.value_or(std::to_string(i)));
        if (!texts[i] && !is_option(*metadata_, field.type)) return refuse("the argument " + name + " is missing");
        auto bytes = read_value(field.type, field.type_name.value_or(""), texts[i].value_or("none"));
        if (!bytes) {
            return Err(name + " (" + type_text(*metadata_, field.type, field.type_name.value_or("")) +
                       "): " + bytes.error());
        }
        append(out, *bytes);
    }
    return out;
}

namespace {

std::string primitive_text(uint8_t kind) {
    static constexpr const char* kNames[] = {"bool", "char", "text", "u8",  "u16", "u32",  "u64", "u128",
                                             "u256", "i8",   "i16",  "i32", "i64", "i128", "i256"};
    return kind < std::size(kNames) ? kNames[kind] : "unknown";
}

std::string cases_text(const Type& type, const Cases& cases) {
    constexpr size_t kMost = 8;
    std::string out(type.path.empty() ? std::string_view("one of") : type.path.back());
    for (size_t i = 0; i < std::min(cases.cases.size(), kMost); ++i) {
        const Case& one = cases.cases[i];
        out += (i == 0 ? ": " : "|") + std::string(one.name) + (one.fields.empty() ? "" : "(…)");
    }
    return cases.cases.size() > kMost ? out + "|…" : out;
}

std::string type_text_at(const Metadata& metadata, uint32_t id, std::string_view type_name, int depth) {
    const Type* const type = metadata.find_type(id);
    if (type == nullptr || depth == 0) return "…";
    const std::string_view name = type->path.empty() ? std::string_view() : type->path.back();
    const auto inner = [&](uint32_t one) { return type_text_at(metadata, one, type_name, depth - 1); };
    if (name == "AccountId32" || name == "MultiAddress") return "account";
    if (metadata.call_type() && *metadata.call_type() == id) return "call";
    if (const auto* primitive = std::get_if<metadata::Primitive>(&type->definition)) {
        return type_name.find("Balance") != type_name.npos ? "amount" : primitive_text(primitive->which);
    }
    if (const auto* compact = std::get_if<metadata::CompactOf>(&type->definition)) return inner(compact->type);
    const auto* sequence = std::get_if<metadata::Sequence>(&type->definition);
    const auto* array = std::get_if<metadata::Array>(&type->definition);
    if (sequence != nullptr || array != nullptr) {
        const std::string item = inner(sequence != nullptr ? sequence->type : array->type);
        const std::string count = array == nullptr ? "" : std::to_string(array->length) + " ";
        return item == "u8" ? count + "bytes" : "list of " + count + item;
    }
    if (const auto* tuple = std::get_if<metadata::Tuple>(&type->definition)) {
        std::string out;
        for (const auto one : tuple->types) out += (out.empty() ? "" : ", ") + inner(one);
        return "(" + out + ")";
    }
    if (const auto* cases = std::get_if<Cases>(&type->definition)) {
        if (name != "Option" || cases->cases.empty()) return cases_text(*type, *cases);
        const auto& fields = cases->cases.back().fields;
        return fields.empty() ? "nothing" : inner(fields[0].type) + " or none";
    }
    const auto* composite = std::get_if<metadata::Composite>(&type->definition);
    if (composite == nullptr) return "bits";
    if (composite->fields.size() == 1 && !composite->fields[0].name) {
        return name.starts_with("Per") ? "share, as 10%" : inner(composite->fields[0].type);
    }
    return name.empty() ? "struct" : std::string(name);
}

}  // namespace

std::string type_text(const Metadata& metadata, uint32_t type, std::string_view type_name) {
    constexpr int kMaxShownDepth = 8;
    return type_text_at(metadata, type, type_name, kMaxShownDepth);
}

std::string describe_call(const Metadata& metadata, const FoundCall& found) {
    std::string out = "usage: " + snake_case(found.pallet->name) + "." + std::string(found.call->name);
    for (const Field& field : found.call->fields) {
        const std::string name(field.name.value_or(""));
        out += is_option(metadata, field.type) ? " [" + name + "]" : " " + name;
    }
    for (const Field& field : found.call->fields) {
        out += "\n  " + std::string(field.name.value_or("")) + ": " +
               type_text(metadata, field.type, field.type_name.value_or(""));
        if (const std::string docs = joined_docs(field.docs); !docs.empty()) out += " – " + docs;
    }
    const std::string docs = joined_docs(found.call->docs);
    return docs.empty() ? out : out + "\n" + docs;
}

}  // namespace serinus::compose
