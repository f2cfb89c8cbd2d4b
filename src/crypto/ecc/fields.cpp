#include "crypto/ecc/fields.hpp"

namespace serinus::crypto::ecc {

template class PrimeField<Bls12381BaseParams>;
template class PrimeField<Bls12381ScalarParams>;
template class PrimeField<BandersnatchScalarParams>;
template class PrimeField<PallasBaseParams>;
template class PrimeField<VestaBaseParams>;

}  // namespace serinus::crypto::ecc
