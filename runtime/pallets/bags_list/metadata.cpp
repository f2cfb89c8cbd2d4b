// What the metadata shows of VoterList's types that differ between releases. Native programs only.
#include "runtime/pallets/bags_list/types.hpp"
#include "runtime/sdk/metadata/describe.hpp"

namespace serinus::sdk::metadata {

using pallet_bags_list::list::ListError;

Type Describe<ListError>::of(Registry& registry) {
    Variants variants = detail::enumerators_of<ListError>(registry);
    if (!registry.has_general_extrinsics()) variants.variants.pop_back();
    constexpr std::string_view kName = reflect::kTypeName<ListError>;
    return {path_of(kName), {}, std::move(variants), registry.docs(kName)};
}

}  // namespace serinus::sdk::metadata
