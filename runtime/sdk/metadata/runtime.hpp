/// The metadata of a whole runtime, from its composition.
///
///     Description description(facts, "staging_kusama_runtime");
///     description.add_pallets(AllPallets{});
///     description.set_origins(AllPallets{});
///     description.set_extrinsic<Extrinsic, LookupSource, MultiSignature>(Extensions::Types{});
///     description.add_apis(RuntimeApis{});
///     description.finish(type_names);
///     write(scale::encode(description.v14()));
///     write(scale::encode(description.v16()));
#pragma once

#include "runtime/sdk/metadata/pallet.hpp"
#include "runtime/sdk/metadata/type_names.hpp"

namespace serinus::sdk::metadata {

class Description {
  public:
    /// `crate` is the first part of the paths of the runtime's own types.
    Description(const SourceFacts& facts, std::string crate) : registry_(facts, crate), crate_(std::move(crate)) {}

    /// Of a runtime whose extensions are an ExtensionPipeline.
    void allow_general_extrinsics() { formats_ = {4, 5}; }

    /// In the order of the runtime's declaration.
    template <class... P>
    void add_pallets(List<P...>) {
        (add_pallet(pallet_metadata<P>(registry_)), ...);
    }

    /// `Origins` is an enum with data whose variants are the origins of the pallets.
    template <class Origins>
    void set_origins() {
        registry_.set(registry_.outer(OuterType::OriginCaller), Describe<Origins>::of(registry_));
    }

    /// The origins of System and of those pallets that have any.
    template <class... P>
    void set_origins(List<P...>) {
        Variants variants;
        variants.variants.push_back(origin("system", kSystemPallet, registry_.id<RawOrigin>()));
        (add_origin<P>(variants), ...);
        registry_.set(registry_.outer(OuterType::OriginCaller),
                      {{crate_, "OriginCaller"}, {}, std::move(variants), {}});
    }

    /// `E` are the extensions of transactions (transaction_extension.hpp).
    template <class Extrinsic, class Address, class Signature, class... E>
    void set_extrinsic(List<E...>) {
        extrinsic_ = registry_.id<Extrinsic>();
        address_ = registry_.id<Address>();
        signature_ = registry_.id<Signature>();
        extra_ = registry_.id<std::tuple<E...>>();
        (extensions_.push_back(extension<E>()), ...);
    }

    template <class... A>
    void add_apis(List<A...>) {
        (apis_.push_back(api<A>(typename A::Methods{})), ...);
        (api_versions_.push_back(A::kVersion), ...);
    }

    /// Describes what belongs to the runtime as a whole, and spells the types of fields as the reference does.
    void finish(TypeNames names);

    MetadataV14 v14() const;
    MetadataV15 v15() const;
    /// Describes more types, which the other versions do not show.
    MetadataV16 v16();

    Registry& registry() { return registry_; }

  private:
    template <class E>
    struct AdditionalOf {
        using type = Unit;
    };
    template <class E>
        requires requires(const E& e) { e.additional_signed(); }
    struct AdditionalOf<E> {
        using type = typename decltype(std::declval<const E&>().additional_signed())::value_type;
    };

    template <class E>
    SignedExtension extension() {
        using Additional = typename AdditionalOf<E>::type;
        return {std::string(E::kIdentifier), registry_.id<E>(), registry_.id<Additional>()};
    }

    static Variant origin(std::string name, uint8_t pallet, TypeId type) {
        Field field;
        field.type = type;
        return {std::move(name), {std::move(field)}, pallet, {}};
    }
    template <class P>
    void add_origin(Variants& variants) {
        if constexpr (requires { typename P::Origin; }) {
            const PalletInfo info = P::Config::kInfo;
            variants.variants.push_back(origin(info.name, info.index, registry_.id<typename P::Origin>()));
        }
    }

    template <class A, class... M>
    Api api(List<M...>) {
        return {std::string(reflect::kLeafName<A>), {method<M>()...}, registry_.docs(reflect::kTypeName<A>)};
    }
    template <class M>
    ApiMethod method() {
        ApiMethod out;
        out.name = std::string(reflect::kLeafName<M>);
        out.inputs = detail::function_inputs<M>(registry_);
        out.output = detail::function_output<M>(registry_);
        out.docs = registry_.docs(reflect::kTypeName<M>);
        return out;
    }

    void add_pallet(DescribedPallet described) {
        pallets_.push_back(std::move(described.pallet));
        extras_.push_back(described.extras);
    }
    void set_outer_enum(OuterType which, const char* name, std::optional<TypeId> Pallet::* part);
    std::vector<PortableType> shared_types() const;

    Registry registry_;
    std::string crate_;
    std::vector<Pallet> pallets_;
    std::vector<PalletExtras (*)(Registry&)> extras_;  ///< of each pallet
    std::vector<SignedExtension> extensions_;
    std::vector<Api> apis_;
    std::vector<uint32_t> api_versions_;
    std::vector<uint8_t> formats_ = {4};  ///< of extrinsics
    OuterEnums outer_;
    TypeId extrinsic_, address_, signature_, extra_, runtime_;
    TypeNames names_;
    size_t shared_types_ = 0;  ///< the first so many types are those of the versions 14 and 15
};

}  // namespace serinus::sdk::metadata
