#include "metadata/merkle/type_leaves.hpp"

#include <algorithm>
#include <set>

#include "metadata/primitive_kind.hpp"

namespace serinus::metadata::merkle {
namespace {

using Done = Result<void, std::string>;

/// The format of extrinsics that devices sign.
constexpr uint8_t kSignedFormat = 4;

/// Of TypeDef.
enum : uint8_t { kCompositeDef, kEnumerationDef, kSequenceDef, kArrayDef, kTupleDef, kBitSequenceDef };
/// Of TypeRef. Before these come the primitive types, which have the numbers of PrimitiveKind.
enum : uint8_t { kCompactU8 = 15, kVoid = 21, kPerId = 22 };

/// Values of the type take no bytes, or there are none.
bool is_void(const Type& type) {
    if (const auto* composite = std::get_if<Composite>(&type.definition)) return composite->fields.empty();
    if (const auto* cases = std::get_if<Cases>(&type.definition)) return cases->cases.empty();
    const auto* tuple = std::get_if<Tuple>(&type.definition);
    return tuple != nullptr && tuple->types.empty();
}

bool has_leaf(const Type& type) {
    return !is_void(type) && !std::holds_alternative<Primitive>(type.definition) &&
           !std::holds_alternative<CompactOf>(type.definition);
}

void collect(const Type& type, std::vector<uint32_t>& out) {
    const auto add_fields = [&out](const std::vector<Field>& fields) {
        for (const Field& field : fields) out.push_back(field.type);
    };
    if (const auto* composite = std::get_if<Composite>(&type.definition)) add_fields(composite->fields);
    if (const auto* cases = std::get_if<Cases>(&type.definition)) {
        for (const Case& one : cases->cases) add_fields(one.fields);
    }
    if (const auto* sequence = std::get_if<Sequence>(&type.definition)) out.push_back(sequence->type);
    if (const auto* array = std::get_if<Array>(&type.definition)) out.push_back(array->type);
    if (const auto* tuple = std::get_if<Tuple>(&type.definition))
        out.insert(out.end(), tuple->types.begin(), tuple->types.end());
}

/// The only primitive type that is left when structs and tuples of one part are looked through; nullopt: nothing is
/// left, as there are no parts. The error is a sentence.
Result<std::optional<uint8_t>, std::string> only_primitive(const Metadata& metadata, uint32_t id) {
    constexpr int kMaxDepth = 64;
    for (int depth = 0; depth < kMaxDepth; ++depth) {
        const Type* const type = metadata.find_type(id);
        if (type == nullptr) break;
        if (const auto* primitive = std::get_if<Primitive>(&type->definition)) return std::optional(primitive->which);
        std::vector<uint32_t> parts;
        const bool is_wrapper =
            std::holds_alternative<Composite>(type->definition) || std::holds_alternative<Tuple>(type->definition);
        collect(*type, parts);
        if (is_wrapper && parts.empty()) return std::optional<uint8_t>();
        if (!is_wrapper || parts.size() != 1) break;
        id = parts[0];
    }
    return Err(std::string("the metadata has a compact value, or bits, of something that is no integer"));
}

}  // namespace

/// Makes the leaves of one metadata.
class LeafWriter {
  public:
    explicit LeafWriter(const Metadata& metadata) : metadata_(metadata) {}

    Result<TypeLeaves, std::string> run() {
        const Extrinsics& extrinsic = metadata_.model().extrinsic;
        const std::vector<Extension> extensions = extensions_of(metadata_.model());
        ENSURE(std::ranges::find(extrinsic.versions, kSignedFormat) != extrinsic.versions.end(),
               std::string("the chain has no signed extrinsics of format 4"));
        ENSURE(extrinsic.address && extrinsic.call && extrinsic.signature,
               std::string("the metadata does not say which types an extrinsic consists of"));

        std::vector<uint32_t> wanted = {*extrinsic.call, *extrinsic.address, *extrinsic.signature};
        for (const Extension& one : extensions) {
            wanted.push_back(one.in_extrinsic);
            wanted.push_back(one.in_payload);
        }
        TRY(find_types(std::move(wanted)));
        for (const auto& [id, _] : numbers_) TRY(write_type(id));

        Bytes& out = out_.extrinsic_;
        out = {kSignedFormat};
        TRY(append_reference(out, *extrinsic.address));
        TRY(append_reference(out, *extrinsic.call));
        TRY(append_reference(out, *extrinsic.signature));
        scale::append_encoded(out, scale::Compact<uint64_t>(extensions.size()));
        for (const Extension& one : extensions) {
            scale::append_encoded(out, one.identifier);
            TRY(append_reference(out, one.in_extrinsic));
            TRY(append_reference(out, one.in_payload));
        }
        return std::move(out_);
    }

  private:
    /// Numbers those that get leaves among what can be reached, in the order of their ids.
    Done find_types(std::vector<uint32_t> wanted) {
        std::set<uint32_t> seen;
        while (!wanted.empty()) {
            const uint32_t id = wanted.back();
            wanted.pop_back();
            if (!seen.insert(id).second) continue;
            const Type* const type = metadata_.find_type(id);
            ENSURE(type != nullptr, std::string("the metadata names a type that it does not describe"));
            if (has_leaf(*type)) numbers_.emplace(id, 0);
            collect(*type, wanted);
        }
        uint32_t number = 0;
        for (auto& [_, one] : numbers_) one = number++;
        return {};
    }

    Done append_reference(Bytes& out, uint32_t id) const {
        const Type* const type = metadata_.find_type(id);
        ENSURE(type != nullptr, std::string("the metadata names a type that it does not describe"));
        if (const auto* primitive = std::get_if<Primitive>(&type->definition)) {
            ENSURE(primitive->which <= kI256, std::string("the metadata describes an unknown primitive type"));
            out.push_back(primitive->which);
            return {};
        }
        if (const auto* compact = std::get_if<CompactOf>(&type->definition)) {
            const std::optional<uint8_t> inner = TRY(only_primitive(metadata_, compact->type));
            ENSURE(!inner || (*inner >= kU8 && *inner <= kU256),
                   std::string("the metadata has a compact value of something that is no integer"));
            out.push_back(inner ? static_cast<uint8_t>(kCompactU8 + (*inner - kU8)) : uint8_t{kVoid});
            return {};
        }
        const auto number = numbers_.find(id);
        if (number == numbers_.end()) {
            out.push_back(kVoid);
            return {};
        }
        out.push_back(kPerId);
        scale::append_encoded(out, scale::Compact<uint32_t>(number->second));
        return {};
    }

    Done append_fields(Bytes& out, const std::vector<Field>& fields) const {
        scale::append_encoded(out, scale::Compact<uint64_t>(fields.size()));
        for (const Field& field : fields) {
            scale::append_encoded(out, field.name);
            TRY(append_reference(out, field.type));
            scale::append_encoded(out, field.type_name);
        }
        return {};
    }

    /// What begins and ends every leaf is added here.
    template <class Definition>
    Done add_leaf(uint32_t id, const Type& type, Definition append_definition) {
        Bytes leaf = scale::encode(type.path);
        TRY(append_definition(leaf));
        scale::append_encoded(leaf, scale::Compact<uint32_t>(numbers_.find(id)->second));
        bytes_ += leaf.size();
        ENSURE(bytes_ <= TypeLeaves::kMaxBytes, std::string("the types of the metadata are too large"));
        out_.leaves_.push_back(std::move(leaf));
        return {};
    }

    Done write_type(uint32_t id) {
        const Type& type = *metadata_.find_type(id);
        TypeLeaves::Place& place = out_.places_[id];
        place.first = out_.leaves_.size();
        const auto* cases = std::get_if<Cases>(&type.definition);
        if (cases == nullptr) {
            return add_leaf(id, type, [&](Bytes& out) { return append_definition(out, type); });
        }
        std::vector<const Case*> sorted;
        for (const Case& one : cases->cases) sorted.push_back(&one);
        std::ranges::sort(sorted, {}, [](const Case* one) { return one->index; });
        for (const Case* one : sorted) {
            ENSURE(place.cases.empty() || place.cases.back() != one->index,
                   std::string("the metadata has an enum with two cases of one index"));
            place.cases.push_back(one->index);
            TRY(add_leaf(id, type, [&](Bytes& out) -> Done {
                out.push_back(kEnumerationDef);
                scale::append_encoded(out, one->name);
                TRY(append_fields(out, one->fields));
                scale::append_encoded(out, scale::Compact<uint32_t>(one->index));
                return {};
            }));
        }
        return {};
    }

    /// Of all but enums.
    Done append_definition(Bytes& out, const Type& type) const {
        if (const auto* composite = std::get_if<Composite>(&type.definition)) {
            out.push_back(kCompositeDef);
            return append_fields(out, composite->fields);
        }
        if (const auto* sequence = std::get_if<Sequence>(&type.definition)) {
            out.push_back(kSequenceDef);
            return append_reference(out, sequence->type);
        }
        if (const auto* array = std::get_if<Array>(&type.definition)) {
            out.push_back(kArrayDef);
            scale::append_encoded(out, array->length);
            return append_reference(out, array->type);
        }
        if (const auto* tuple = std::get_if<Tuple>(&type.definition)) {
            out.push_back(kTupleDef);
            scale::append_encoded(out, scale::Compact<uint64_t>(tuple->types.size()));
            for (const TypeId one : tuple->types) TRY(append_reference(out, one));
            return {};
        }
        return append_bits(out, std::get<Bits>(type.definition));
    }

    Done append_bits(Bytes& out, const Bits& bits) const {
        const std::optional<uint8_t> store = TRY(only_primitive(metadata_, bits.store));
        const Type* const order = metadata_.find_type(bits.order);
        ENSURE(store && *store >= kU8 && *store <= kU64 && order != nullptr,
               std::string("the metadata has a sequence of bits of an unknown kind"));
        const bool lowest_first = std::ranges::find(order->path, "Lsb0") != order->path.end();
        ENSURE(lowest_first || std::ranges::find(order->path, "Msb0") != order->path.end(),
               std::string("the metadata has a sequence of bits in an unknown order"));
        out.push_back(kBitSequenceDef);
        out.push_back(static_cast<uint8_t>(1 << (*store - kU8)));
        out.push_back(lowest_first ? 1 : 0);
        return {};
    }

    const Metadata& metadata_;
    std::map<uint32_t, uint32_t> numbers_;  ///< of types with leaves, by their ids in the metadata
    size_t bytes_ = 0;
    TypeLeaves out_;
};

Result<TypeLeaves, std::string> TypeLeaves::of(const Metadata& metadata) { return LeafWriter(metadata).run(); }

std::optional<size_t> TypeLeaves::find(uint32_t type, std::optional<uint8_t> case_index) const {
    const auto place = places_.find(type);
    if (place == places_.end()) return std::nullopt;
    if (!case_index) return place->second.cases.empty() ? std::optional(place->second.first) : std::nullopt;
    const auto& cases = place->second.cases;
    const auto found = std::ranges::lower_bound(cases, *case_index);
    if (found == cases.end() || *found != *case_index) return std::nullopt;
    return place->second.first + static_cast<size_t>(found - cases.begin());
}

}  // namespace serinus::metadata::merkle
