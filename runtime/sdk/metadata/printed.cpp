#include "runtime/sdk/metadata/printed.hpp"

#include "base/hex.hpp"

namespace serinus::sdk::metadata {
namespace {

template <class T, class F>
std::string joined(const std::vector<T>& items, F&& print) {
    std::string out;
    for (const T& item : items) {
        if (!out.empty()) out += ", ";
        out += print(item);
    }
    return out;
}

constexpr std::string_view kPrimitives[] = {"bool", "char", "str", "u8",  "u16", "u32",  "u64", "u128",
                                            "u256", "i8",   "i16", "i32", "i64", "i128", "i256"};

}  // namespace

std::string Printer::path(TypeId id) const {
    std::string out;
    for (const std::string& part : types_[id].type.path) out += (out.empty() ? "" : "::") + part;
    return out;
}

std::string Printer::print(const std::vector<Field>& fields) {
    return joined(fields, [&](const Field& field) {
        std::string out = field.name ? *field.name + ": " : "";
        out += print(field.type);
        if (options_.type_names) out += " `" + field.type_name.value_or("-") + "`";
        return out;
    });
}

std::string Printer::print(TypeId id) {
    if (const auto done = done_.find(id); done != done_.end()) return done->second;
    const std::string name = path(id);
    if (options_.opaque(name)) return done_[id] = name;
    if (!open_.insert(id).second) return "(again " + name + ")";
    std::string out = print_open(id);
    open_.erase(id);
    // Inside of another open type the text may be cut short by it.
    if (open_.empty()) done_[id] = out;
    return out;
}

std::string Printer::print_open(TypeId id) {
    const Type& type = types_[id].type;
    std::string out = path(id);
    if (!type.parameters.empty()) {
        out += "<" +
               joined(type.parameters,
                      [&](const TypeParameter& p) { return p.name + (p.type ? " = " + print(*p.type) : ""); }) +
               ">";
    }
    const auto& d = type.definition;
    if (const auto* composite = std::get_if<Composite>(&d)) return out + "{" + print(composite->fields) + "}";
    if (const auto* variants = std::get_if<Variants>(&d)) {
        return out + " enum{" +
               joined(variants->variants,
                      [&](const Variant& v) {
                          return std::to_string(v.index) + " " + v.name +
                                 (v.fields.empty() ? "" : "(" + print(v.fields) + ")");
                      }) +
               "}";
    }
    if (const auto* sequence = std::get_if<Sequence>(&d)) return "[" + print(sequence->element) + "]";
    if (const auto* array = std::get_if<Array>(&d)) {
        return "[" + print(array->element) + "; " + std::to_string(array->length) + "]";
    }
    if (const auto* tuple = std::get_if<Tuple>(&d)) {
        return "(" + joined(tuple->elements, [&](TypeId element) { return print(element); }) + ")";
    }
    if (const auto* primitive = std::get_if<Primitive>(&d)) {
        return std::string(kPrimitives[static_cast<uint8_t>(*primitive)]);
    }
    if (const auto* compact = std::get_if<CompactOf>(&d)) return "Compact<" + print(compact->number) + ">";
    const auto& bits = std::get<BitSequence>(d);
    return "Bits<" + print(bits.store) + ", " + print(bits.order) + ">";
}

std::map<std::string, std::string> printed_pallet(const Pallet& pallet, Printer& printer) {
    std::map<std::string, std::string> out;
    const auto add = [&](const std::string& name, std::string text) {
        out[pallet.name + "." + name] = std::move(text);
    };
    add("index", std::to_string(pallet.index));
    if (pallet.storage) {
        add("storage", pallet.storage->prefix + ": " +
                           joined(pallet.storage->entries, [](const StorageEntry& entry) { return entry.name; }));
        for (const StorageEntry& entry : pallet.storage->entries) {
            std::string text = entry.modifier == Modifier::Default ? "default " : "optional ";
            if (const auto* map = std::get_if<MapEntry>(&entry.type)) {
                text += joined(map->hashers, [](uint8_t hasher) { return std::to_string(hasher); }) + " " +
                        printer.print(map->key) + " to " + printer.print(map->value);
            } else {
                text += printer.print(std::get<PlainEntry>(entry.type).value);
            }
            add("storage." + entry.name, text);
            add("default." + entry.name, to_hex(entry.default_value));
        }
    }
    for (const auto& [name, type] :
         {std::pair("calls", pallet.calls), std::pair("events", pallet.events), std::pair("errors", pallet.errors)}) {
        add(name, type ? printer.print_open(*type) : "none");
    }
    add("constants", joined(pallet.constants, [](const Constant& constant) { return constant.name; }));
    for (const Constant& constant : pallet.constants) {
        add("constant." + constant.name, printer.print(constant.type) + " = " + to_hex(constant.value));
    }
    return out;
}

}  // namespace serinus::sdk::metadata
