import { call } from "../api/client";
import { expectResult } from "../api/problem";
import type {
  AddMembershipInput,
  DeletePersonInput,
  MergePeopleInput,
  RemoveMembershipInput,
  RemovePhotoInput,
  UpdatePersonInput,
} from "../generated/graphql";
import {
  ADD_MEMBERSHIP,
  DELETE_PERSON,
  MERGE_PEOPLE,
  REMOVE_MEMBERSHIP,
  REMOVE_PHOTO,
  UPDATE_PERSON,
} from "./documents";

export async function updatePerson(input: UpdatePersonInput) {
  return expectResult((await call(UPDATE_PERSON, { input })).updatePerson, "PersonUpdated").person;
}

export async function mergePeople(input: MergePeopleInput) {
  return expectResult((await call(MERGE_PEOPLE, { input })).mergePeople, "PeopleMerged").person;
}

export async function addMembership(input: AddMembershipInput) {
  return expectResult((await call(ADD_MEMBERSHIP, { input })).addMembership, "MembershipAdded");
}

export async function removeMembership(input: RemoveMembershipInput) {
  return expectResult((await call(REMOVE_MEMBERSHIP, { input })).removeMembership, "MembershipRemoved");
}

export async function deletePerson(input: DeletePersonInput) {
  return expectResult((await call(DELETE_PERSON, { input })).deletePerson, "PersonDeleted");
}

export async function removePhoto(input: RemovePhotoInput) {
  return expectResult((await call(REMOVE_PHOTO, { input })).removePhoto, "PhotoRemoved");
}
